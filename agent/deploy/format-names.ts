/** Every form that policies are written in. */
export const FORMATS = [
  "linux-json",
  "firefox-json",
  "reg",
  "gpo",
  "intune",
  "mobileconfig",
  "jamf",
  "google-admin",
] as const;
export type Format = (typeof FORMATS)[number];
