// The smallest extension that shows whether a launch may block: it cancels every call to /forbidden.
chrome.webRequest.onBeforeRequest.addListener(
  (details) => ({ cancel: details.url.includes("/forbidden") }),
  { urls: ["https://*/*"] },
  ["blocking"],
);
