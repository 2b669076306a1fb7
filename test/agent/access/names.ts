/** The id of a request. */
export const REQUEST_ID = "7f3c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8";
