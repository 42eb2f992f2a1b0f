/** jsdom draws nothing: a canvas has no pen there unless a test gives it one. */
if (typeof HTMLCanvasElement !== 'undefined') {
  HTMLCanvasElement.prototype.getContext = () => null;
}
