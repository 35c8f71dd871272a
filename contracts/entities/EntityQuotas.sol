// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EntityStorage} from "./EntityStorage.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";

/// @dev How much an entity may write a day, and how it is counted: once for every record contract.
abstract contract EntityQuotas is EntityStorage {
    uint32 private constant _KEYS_PER_DAY = 2_000_000;
    uint32 private constant _RECORDS_PER_DAY = 1_000;

    /// @inheritdoc IEntityRegistry
    function setQuota(address entityId, uint32 keysPerDay, uint32 recordsPerDay) external restricted {
        QuotaRecord storage record = _quotas[_find(entityId)];
        if (record.keysPerDay == keysPerDay && record.recordsPerDay == recordsPerDay) return;

        record.keysPerDay = keysPerDay;
        record.recordsPerDay = recordsPerDay;

        emit EntityQuotaSet(entityId, keysPerDay, recordsPerDay);
    }

    /// @inheritdoc IEntityRegistry
    function setDefaultQuota(uint32 keysPerDay, uint32 recordsPerDay) external restricted {
        if (keysPerDay == 0 || recordsPerDay == 0) revert EntityRegistryDefaultQuotaZero();
        (uint32 keysBefore, uint32 recordsBefore) = defaultQuota();
        if (keysBefore == keysPerDay && recordsBefore == recordsPerDay) return;

        _defaultQuota = QuotaRecord(keysPerDay, recordsPerDay);

        emit DefaultQuotaSet(keysPerDay, recordsPerDay);
    }

    /// @inheritdoc IEntityRegistry
    function spend(uint32 index, QuotaKind kind, uint256 count) external {
        UsageRecord storage record = _usages[msg.sender][index];
        UsageRecord memory usage = _today(record);
        if (kind == QuotaKind.KEYS) {
            usage.keys = _add(index, kind, usage.keys, count, _keysPerDay(_quotas[index]));
        } else if (kind == QuotaKind.RECORDS) {
            usage.records = _add(index, kind, usage.records, count, _recordsPerDay(_quotas[index]));
        } else {
            revert EntityRegistryQuotaKindUnknown();
        }

        record.day = usage.day;
        record.keys = usage.keys;
        record.records = usage.records;
    }

    /// @inheritdoc IEntityRegistry
    function quota(address recorder, address entityId) external view returns (Quota memory) {
        uint32 index = _find(entityId);
        UsageRecord memory usage = _today(_usages[recorder][index]);
        return
            Quota({
                keysPerDay: _keysPerDay(_quotas[index]),
                recordsPerDay: _recordsPerDay(_quotas[index]),
                keysUsed: usage.keys,
                recordsUsed: usage.records,
                freeAt: _midnightAfter(usage.day)
            });
    }

    /// @inheritdoc IEntityRegistry
    function ownQuota(address entityId) external view returns (uint32 keysPerDay, uint32 recordsPerDay) {
        QuotaRecord storage record = _quotas[_find(entityId)];
        return (record.keysPerDay, record.recordsPerDay);
    }

    /// @inheritdoc IEntityRegistry
    function defaultQuota() public view returns (uint32 keysPerDay, uint32 recordsPerDay) {
        QuotaRecord storage record = _defaultQuota;
        if (record.keysPerDay == 0) return (_KEYS_PER_DAY, _RECORDS_PER_DAY);
        return (record.keysPerDay, record.recordsPerDay);
    }

    function _keysPerDay(QuotaRecord storage own) private view returns (uint32 keysPerDay) {
        keysPerDay = own.keysPerDay;
        if (keysPerDay == 0) (keysPerDay, ) = defaultQuota();
    }

    function _recordsPerDay(QuotaRecord storage own) private view returns (uint32 recordsPerDay) {
        recordsPerDay = own.recordsPerDay;
        if (recordsPerDay == 0) (, recordsPerDay) = defaultQuota();
    }

    /// @dev What is used of today.
    function _today(UsageRecord storage record) private view returns (UsageRecord memory usage) {
        usage = record;
        uint32 day = uint32(block.timestamp / 1 days);
        if (usage.day != day) usage = UsageRecord(day, 0, 0);
    }

    function _add(
        uint32 index,
        QuotaKind kind,
        uint256 used,
        uint256 count,
        uint256 most
    ) private view returns (uint32) {
        if (used > most || count > most - used) {
            uint40 freeAt = _midnightAfter(uint32(block.timestamp / 1 days));
            revert EntityRegistryQuotaExceeded(_entities[index].entityId, kind, most, used, count, freeAt);
        }
        return uint32(used + count);
    }

    function _midnightAfter(uint32 day) private pure returns (uint40) {
        return (uint40(day) + 1) * 1 days;
    }
}
