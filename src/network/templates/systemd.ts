import { nodeFiles } from '../besu-config.ts'

/** Where a unit finds a node's folder. */
export const installedFolder = '/var/lib/derkey-node'

/** What neither needs, and so neither has (systemd.exec). */
const confined = `NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ReadWritePaths=${installedFolder}
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
`

/**
 * A node as a service: no new rights, nothing but its own folder to write, temporary files of its own (Besu leaves native libraries there when
 * it is killed). Java writes code at run time, so `MemoryDenyWriteExecute` cannot be set.
 */
export const nodeUnit = `[Unit]
Description=Consensus node of the DER key registry (Besu)
Wants=network-online.target
After=network-online.target

[Service]
User=besu
Group=besu
WorkingDirectory=${installedFolder}
Environment=BESU_OPTS=-Xmx4g
ExecStart=/usr/local/bin/besu --config-file=${nodeFiles.config}
Restart=always
RestartSec=5
TimeoutStopSec=60
SuccessExitStatus=143
LimitNOFILE=65536
UMask=0077

${confined}ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RemoveIPC=yes

[Install]
WantedBy=multi-user.target
`

/** Beside it: keeps the node's allow-lists and peers as the chain says. */
export const permissionsUnit = `[Unit]
Description=Allow-lists of the consensus node, as the chain says
Wants=network-online.target
After=network-online.target derkey-node.service

[Service]
User=besu
Group=besu
WorkingDirectory=${installedFolder}
ExecStart=/usr/local/bin/derkey network permissions ${installedFolder}
Restart=always
RestartSec=5
TimeoutStopSec=30
UMask=0077

${confined}RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

[Install]
WantedBy=multi-user.target
`
