// The URL parser of the WHATWG URL standard: world.parseUrl(text, base) gives a record or null.
(function (world, host) {
  'use strict';

  const PORTS = { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443, 'ftp:': 21, 'file:': null };
  const special = (url) => url.protocol in PORTS;
  const text = new TextEncoder();

  // Which ASCII characters are written as %XX, beside controls and all that is not ASCII.
  const FRAGMENT = ' "<>`';
  const QUERY = ' "#<>';
  const PATH = QUERY + '?^`{}';
  const USERINFO = PATH + '/:;=@[\\]|';
  const SETS = { fragment: FRAGMENT, query: QUERY, specialQuery: QUERY + "'", path: PATH, userinfo: USERINFO, none: '' };

  const escape = (input, set) => {
    const chars = SETS[set];
    let out = '';
    for (const char of input) {
      const code = char.codePointAt(0);
      if (code > 0x1f && code < 0x7f && !chars.includes(char)) {
        out += char;
      } else {
        for (const byte of text.encode(char)) out += '%' + byte.toString(16).toUpperCase().padStart(2, '0');
      }
    }
    return out;
  };

  const unescapeBytes = (input) => {
    const bytes = text.encode(input);
    const out = [];
    for (let i = 0; i < bytes.length; i++) {
      const hex = bytes[i] === 37 ? String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0) : '';
      if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
        out.push(parseInt(hex, 16));
        i += 2;
      } else {
        out.push(bytes[i]);
      }
    }
    return new Uint8Array(out);
  };

  const ipv4Number = (part) => {
    if (part === '') return NaN;
    if (/^0[xX][0-9A-Fa-f]*$/.test(part)) return part.length === 2 ? 0 : parseInt(part.slice(2), 16);
    if (/^0[0-7]+$/.test(part)) return parseInt(part, 8);
    return /^[0-9]+$/.test(part) ? parseInt(part, 10) : NaN;
  };

  const ipv4 = (host) => {
    const parts = host.split('.');
    if (parts.at(-1) === '' && parts.length > 1) parts.pop();
    const end = parts.at(-1);
    if (!(/^[0-9]+$/.test(end) || /^0[xX][0-9A-Fa-f]*$/.test(end))) return undefined; // a name
    const numbers = parts.map(ipv4Number);
    if (parts.length > 4 || numbers.some(Number.isNaN)) return null;
    const last = numbers.pop();
    if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
    let address = last;
    numbers.forEach((n, i) => { address += n * 256 ** (3 - i); });
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  };

  const ipv6 = (input) => {
    let body = input;
    const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(body);
    if (dotted) {
      const bytes = dotted[2].split('.').map(Number);
      if (bytes.some((b) => b > 255)) return null;
      body = dotted[1] + ((bytes[0] << 8) | bytes[1]).toString(16) + ':' + ((bytes[2] << 8) | bytes[3]).toString(16);
    }
    const halves = body.split('::');
    if (halves.length > 2) return null;
    const words = (half) => (half === '' ? [] : half.split(':'));
    const [head, tail] = [words(halves[0]), halves.length === 2 ? words(halves[1]) : []];
    if ([...head, ...tail].some((w) => !/^[0-9A-Fa-f]{1,4}$/.test(w))) return null;
    const missing = 8 - head.length - tail.length;
    if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
    const all = [...head, ...Array(missing).fill('0'), ...tail].map((w) => parseInt(w, 16));
    let best = [-1, 1];
    for (let i = 0; i < 8; i++) {
      let run = 0;
      while (i + run < 8 && all[i + run] === 0) run++;
      if (run > best[1]) best = [i, run];
    }
    if (best[0] < 0) return `[${all.map((n) => n.toString(16)).join(':')}]`;
    const hex = (list) => list.map((n) => n.toString(16)).join(':');
    return `[${hex(all.slice(0, best[0]))}::${hex(all.slice(best[0] + best[1]))}]`;
  };

  const FORBIDDEN = /[\u0000\t\n\r #/:<>?@[\\\]^|]/;

  const parseHost = (input, isSpecial) => {
    if (input.startsWith('[')) return input.endsWith(']') ? ipv6(input.slice(1, -1)) : null;
    if (!isSpecial) return FORBIDDEN.test(input) ? null : escape(input, 'none');
    let name = new TextDecoder().decode(unescapeBytes(input));
    if (/[^\x00-\x7f]/.test(name)) name = host.asciiDomain(name);
    if (name === null || name === '' || FORBIDDEN.test(name) || /[\x00-\x1f%\x7f]/.test(name)) return null;
    name = name.toLowerCase();
    const four = ipv4(name);
    return four === undefined ? name : four;
  };

  const isDrive = (part) => /^[A-Za-z][:|]$/.test(part);
  const single = (part) => part === '.' || part.toLowerCase() === '%2e';
  const double = (part) => /^(\.|%2e)(\.|%2e)$/i.test(part);

  const shorten = (url) => {
    if (url.protocol === 'file:' && url.path.length === 1 && /^[A-Za-z]:$/.test(url.path[0])) return;
    url.path.pop();
  };

  const addPath = (url, input) => {
    const parts = (special(url) ? input.replaceAll('\\', '/') : input).split('/');
    parts.forEach((part, i) => {
      const last = i === parts.length - 1;
      if (double(part)) {
        shorten(url);
        if (last) url.path.push('');
      } else if (single(part)) {
        if (last) url.path.push('');
      } else {
        if (url.protocol === 'file:' && url.path.length === 0 && isDrive(part)) part = part[0] + ':';
        url.path.push(escape(part, 'path'));
      }
    });
  };

  const authority = (url, input) => {
    const at = input.lastIndexOf('@');
    if (at >= 0) {
      const [user, ...password] = input.slice(0, at).split(':');
      url.username = escape(user, 'userinfo');
      url.password = escape(password.join(':'), 'userinfo');
    }
    const rest = input.slice(at + 1);
    const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(rest);
    if (!match) return false;
    if (match[1] === '' && (special(url) || at >= 0 || match[2])) return false;
    url.host = match[1] === '' ? '' : parseHost(match[1], special(url));
    if (url.host === null) return false;
    return match[2] ? setPort(url, match[2]) : true;
  };

  const setPort = (url, digits) => {
    if (!/^[0-9]+$/.test(digits) || Number(digits) > 65535) return false;
    url.port = Number(digits) === PORTS[url.protocol] ? null : Number(digits);
    return true;
  };

  // Splits off fragment and query, which are the same for all URLs.
  const tail = (url, input) => {
    const hash = input.indexOf('#');
    if (hash >= 0) url.fragment = escape(input.slice(hash + 1), 'fragment');
    const before = hash >= 0 ? input.slice(0, hash) : input;
    const mark = before.indexOf('?');
    if (mark >= 0) url.query = escape(before.slice(mark + 1), special(url) ? 'specialQuery' : 'query');
    return mark >= 0 ? before.slice(0, mark) : before;
  };

  const fresh = (protocol) => ({
    protocol, username: '', password: '', host: null, port: null, path: [], opaque: null, query: null, fragment: null,
  });

  const absolute = (url, rest) => {
    const slash = special(url) ? /^[/\\]*/ : /^\/\//;
    if (url.protocol === 'file:') return file(url, rest, null);
    if (special(url) || rest.startsWith('//')) {
      const body = tail(url, rest.replace(slash, ''));
      const end = special(url) ? body.search(/[/\\]/) : body.indexOf('/');
      if (!authority(url, end < 0 ? body : body.slice(0, end))) return null;
      if (end >= 0) addPath(url, body.slice(end + 1));
      else if (special(url)) url.path.push('');
      return url;
    }
    const body = tail(url, rest);
    if (body.startsWith('/')) addPath(url, body.slice(1));
    else url.opaque = escape(body, 'none');
    return url;
  };

  const file = (url, rest, base) => {
    const hostPart = /^[/\\]{2}([^/\\?#]*)/.exec(rest);
    url.host = '';
    if (hostPart) {
      if (isDrive(hostPart[1])) {
        addPath(url, tail(url, rest.replace(/^[/\\]{2}/, '')));
        return url;
      }
      if (hostPart[1] !== '') {
        url.host = parseHost(hostPart[1], true);
        if (url.host === null) return null;
        if (url.host === 'localhost') url.host = '';
      }
      addPath(url, tail(url, rest.slice(hostPart[0].length)).replace(/^[/\\]/, ''));
      return url;
    }
    if (base) return relative(url, rest, base);
    addPath(url, tail(url, rest).replace(/^[/\\]/, ''));
    return url;
  };

  const relative = (url, input, base) => {
    if (base.opaque !== null) {
      if (!input.startsWith('#')) return null;
      return { ...base, fragment: escape(input.slice(1), 'fragment') };
    }
    const slashes = special(base) ? /^[/\\]{2}/ : /^\/\//;
    if (slashes.test(input) && base.protocol !== 'file:') return absolute(url, input);
    Object.assign(url, { username: base.username, password: base.password, host: base.host, port: base.port });
    const body = tail(url, input);
    const rooted = special(base) ? /^[/\\]/ : /^\//;
    if (body === '') {
      url.path = [...base.path];
      if (!input.startsWith('?')) url.query = base.query;
    } else if (rooted.test(body)) {
      addPath(url, body.slice(1));
    } else {
      url.path = [...base.path];
      shorten(url);
      addPath(url, body);
    }
    return url;
  };

  world.parseUrl = (input, base) => {
    const clean = input.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replace(/[\t\n\r]/g, '');
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(clean);
    if (!scheme) return base ? (base.protocol === 'file:' ? file(fresh('file:'), clean, base) : relative(fresh(base.protocol), clean, base)) : null;
    const protocol = scheme[1].toLowerCase() + ':';
    const rest = clean.slice(scheme[0].length);
    const url = fresh(protocol);
    if (base && base.protocol === protocol && special(url) && !/^[/\\]/.test(rest)) return relative(url, rest, base);
    if (base && protocol === 'file:' && base.protocol === 'file:') return file(url, rest, base);
    return absolute(url, rest);
  };

  world.pathOf = (url) => (url.opaque !== null ? url.opaque : url.path.length === 0 ? '' : '/' + url.path.join('/'));
  world.hostOf = (url) => (url.host === null ? '' : url.port === null ? url.host : `${url.host}:${url.port}`);
  world.serializeUrl = (url, withoutFragment) => {
    let out = url.protocol;
    if (url.host !== null) {
      out += '//';
      if (url.username !== '' || url.password !== '') {
        out += url.username + (url.password === '' ? '' : ':' + url.password) + '@';
      }
      out += world.hostOf(url);
    } else if (url.opaque === null && url.path.length > 1 && url.path[0] === '') {
      out += '/.';
    }
    out += world.pathOf(url) + (url.query === null ? '' : '?' + url.query);
    return out + (url.fragment === null || withoutFragment ? '' : '#' + url.fragment);
  };
  world.urlTools = { escape, unescapeBytes, parseHost, setPort, addPath, special, PORTS };
});
