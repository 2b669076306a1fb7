/** The page on which a model can be asked for, from another page of ours; without a model, that of all requests. */
export function requestLink(model: string | null = null): string {
  const page = "../request/index.html";
  return model === null ? page : `${page}?model=${encodeURIComponent(model)}`;
}
