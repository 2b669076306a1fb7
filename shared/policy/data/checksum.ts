/** Luhn's check (ISO/IEC 7812-1) of a card number, digits alone. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** How many characters an IBAN of each country has (SWIFT's IBAN registry). */
const LENGTHS =
  "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
const IBAN_LENGTH: ReadonlyMap<string, number> = new Map(
  Array.from(LENGTHS.matchAll(/([A-Z]{2})(\d{2})/g), ([, country = "", length]) => [country, Number(length)]),
);

/** How long an IBAN of a country is, in characters; null where the country has none. */
export function ibanLength(country: string): number | null {
  return IBAN_LENGTH.get(country) ?? null;
}

/** The check of ISO 13616 (ISO 7064, modulo 97) over an IBAN in capitals without spaces. */
export function isIban(text: string): boolean {
  let rest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt((index + 4) % text.length);
    const value = code < 58 ? code - 48 : code - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
