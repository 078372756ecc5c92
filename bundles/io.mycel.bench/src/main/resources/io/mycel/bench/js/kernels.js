// Kernels that are timed in Mycel and in Node by the same code. Each returns a number, which must be the same in both.
const kernels = (() => {
  let seed = 42;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
  const filled = (array, scale) => array.map(() => random() * scale);

  const side = 512;
  const image = filled(new Float32Array(side * side), 255);
  const smooth = new Float32Array(side * side);
  const weights = new Float32Array([1, 2, 1, 2, 4, 2, 1, 2, 1]);

  function convolution() {
    for (let y = 1; y < side - 1; y++) {
      for (let x = 1; x < side - 1; x++) {
        let sum = 0;
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            sum += image[(y + dy) * side + x + dx] * weights[(dy + 1) * 3 + dx + 1];
          }
        }
        smooth[y * side + x] = sum / 16;
      }
    }
    return smooth[side * 100 + 100];
  }

  const bytes = filled(new Uint8Array(side * side), 256);

  function histogram() {
    const counts = new Uint32Array(256);
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < bytes.length; i++) {
        counts[bytes[i]]++;
      }
    }
    return counts[17];
  }

  function mandelbrot() {
    let inside = 0;
    for (let py = 0; py < 200; py++) {
      for (let px = 0; px < 300; px++) {
        const a = px / 100 - 2;
        const b = py / 100 - 1;
        let x = 0;
        let y = 0;
        let n = 0;
        while (n < 100 && x * x + y * y < 4) {
          const next = x * x - y * y + a;
          y = 2 * x * y + b;
          x = next;
          n++;
        }
        inside += n;
      }
    }
    return inside;
  }

  const length = 32768;
  const real = filled(new Float64Array(length), 1);

  function fft() {
    const re = real.slice();
    const im = new Float64Array(length);
    for (let i = 1, j = 0; i < length; i++) {
      let bit = length >> 1;
      for (; j & bit; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        const swapped = re[i];
        re[i] = re[j];
        re[j] = swapped;
      }
    }
    for (let size = 2; size <= length; size <<= 1) {
      const angle = (-2 * Math.PI) / size;
      const wr = Math.cos(angle);
      const wi = Math.sin(angle);
      for (let start = 0; start < length; start += size) {
        let cr = 1;
        let ci = 0;
        for (let k = 0; k < size / 2; k++) {
          const even = start + k;
          const odd = even + size / 2;
          const tr = re[odd] * cr - im[odd] * ci;
          const ti = re[odd] * ci + im[odd] * cr;
          re[odd] = re[even] - tr;
          im[odd] = im[even] - ti;
          re[even] += tr;
          im[even] += ti;
          const next = cr * wr - ci * wi;
          ci = cr * wi + ci * wr;
          cr = next;
        }
      }
    }
    return Math.round(re[5] * 1000);
  }

  const order = 160;
  const left = filled(new Float64Array(order * order), 1);
  const right = filled(new Float64Array(order * order), 1);
  const product = new Float64Array(order * order);

  function matrix() {
    for (let i = 0; i < order; i++) {
      for (let j = 0; j < order; j++) {
        let sum = 0;
        for (let k = 0; k < order; k++) {
          sum += left[i * order + k] * right[k * order + j];
        }
        product[i * order + j] = sum;
      }
    }
    return product[order + 1];
  }

  const objects = Array.from({ length: 10000 }, (_, i) => ({ id: i, name: `cell ${i}`, area: i / 7, tags: ["a", "b"], ok: true }));

  function json() {
    const text = JSON.stringify(objects);
    return JSON.parse(text)[9999].id + text.length;
  }

  const words = Array.from({ length: 20000 }, (_, i) => `word${i % 997}`);

  function strings() {
    const text = words.map((word) => word.toUpperCase()).join(" ");
    let sum = 0;
    for (const part of text.split(" ")) {
      sum += part.charCodeAt(part.length - 1) + part.indexOf("9");
    }
    return sum + text.replace(/WORD(\d)/g, "$1").length;
  }

  function maps() {
    const map = new Map();
    const set = new Set();
    for (let i = 0; i < 60000; i++) {
      const key = (i * 7919) % 10007;
      map.set(key, (map.get(key) ?? 0) + 1);
      set.add(key % 1009);
    }
    let sum = 0;
    for (const [key, count] of map) {
      sum += key * count;
    }
    return sum + set.size;
  }

  return { convolution, histogram, mandelbrot, fft, matrix, json, strings, maps };
})();

// How long each kernel took, run by run, in milliseconds, and what it gave.
function measureKernels(runs) {
  return Object.entries(kernels).map(([name, kernel]) => {
    const millis = [];
    let result;
    for (let i = 0; i < runs; i++) {
      const begun = performance.now();
      result = kernel();
      millis.push(performance.now() - begun);
    }
    return { name, millis, result };
  });
}

if (typeof process !== "undefined") {
  console.log(JSON.stringify(measureKernels(Number(process.argv[2]))));
}
