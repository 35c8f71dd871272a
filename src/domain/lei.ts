/**
 * Whether `lei` is a Legal Entity Identifier (ISO 17442): 18 characters of A-Z and 0-9 and two check digits of ISO 7064 MOD 97-10, over
 * the characters read as numbers with A = 10 to Z = 35.
 */
export function isLei(lei: string): boolean {
  return /^[0-9A-Z]{18}[0-9]{2}$/.test(lei) && remainder(lei) === 1
}

function remainder(text: string): number {
  return Array.from(text).reduce((rest, character) => {
    const value = Number.parseInt(character, 36)
    return (rest * (value < 10 ? 10 : 100) + value) % 97
  }, 0)
}
