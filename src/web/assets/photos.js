// A photo of a paper made smaller, and made a page of PDF. `upload.js` asks for it when a photo is chosen.
// An A4 page of 2,339 pixels has 200 dpi, of 1,754 it has 150: less would not be legible.
const STEPS = [[2339, 0.8], [2048, 0.75], [1754, 0.7], [1754, 0.5]];
export const drawn = async (file, most) => {
  const picture = await createImageBitmap(file);
  for (const [side, quality] of STEPS) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const jpeg = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (jpeg && jpeg.size <= most) return { jpeg, width: canvas.width, height: canvas.height };
  }
  return null;
};
// One page of A4 that holds one JPEG.
export const pdfOf = async ({ jpeg, width, height }) => {
  const [across, down] = width > height ? [842, 595] : [595, 842], scale = Math.min(across / width, down / height);
  const [wide, high] = [width * scale, height * scale].map((side) => side.toFixed(2));
  const paint = `q ${wide} 0 0 ${high} ${((across - wide) / 2).toFixed(2)} ${((down - high) / 2).toFixed(2)} cm /P Do Q`;
  const encode = (text) => new TextEncoder().encode(text);
  const parts = [encode("%PDF-1.4\n")], starts = [];
  let length = parts[0].length;
  const add = (...pieces) => pieces.forEach((piece) => { parts.push(piece); length += piece.length; });
  const object = (...pieces) => { starts.push(length); add(encode(`${starts.length} 0 obj\n`), ...pieces, encode("\nendobj\n")); };
  object(encode("<< /Type /Catalog /Pages 2 0 R >>"));
  object(encode("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
  object(encode(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] /Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R >>`));
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  object(encode(`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${bytes.length} >>\nstream\n`), bytes, encode("\nendstream"));
  object(encode(`<< /Length ${paint.length} >>\nstream\n${paint}\nendstream`));
  const table = length, line = (start) => `${String(start).padStart(10, "0")} 00000 n \n`;
  add(encode(`xref\n0 ${starts.length + 1}\n0000000000 65535 f \n${starts.map(line).join("")}trailer\n<< /Size ${starts.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`));
  return new Blob(parts, { type: "application/pdf" });
};
