const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes for people: "512 B", "3.4 kB", "12 MB". */
export function byteText(bytes: number): string {
  let value = bytes;
  let text = `${bytes} B`;
  for (const unit of UNITS) {
    if (value < 1000) break;
    value /= 1000;
    text = `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
  }
  return text;
}
