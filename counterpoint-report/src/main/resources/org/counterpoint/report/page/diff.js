// What an answer has and lacks beside another, word by word: parts {text, kind}, kind "same", "more" or "less".
page.diff = (() => {
  const CELLS = 1_500_000; // of the table of longest common subsequences; what is beyond is not compared
  const words = (text) => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

  const lengths = (a, b) => {
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    return table;
  };

  // Null where the two are too long to be compared.
  return (base, text) => {
    const a = words(base);
    const b = words(text);
    if (a.length * b.length > CELLS) return null;
    const table = lengths(a, b);
    const parts = [];
    const add = (word, kind) => {
      if (parts.at(-1)?.kind === kind) parts.at(-1).text += word;
      else parts.push({ text: word, kind });
    };
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { add(b[j], "same"); i++; j++; }
      else if (i < a.length && (j === b.length || table[i + 1][j] >= table[i][j + 1])) add(a[i++], "less");
      else add(b[j++], "more");
    }
    return parts;
  };
})();
