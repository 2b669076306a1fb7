/** A style sheet as text, for a shadow root (vite's `?inline`). */
declare module "*.css?inline" {
  const css: string;
  export default css;
}
