package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.js.engine.JsFiles;
import io.mycel.js.internal.limits.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The global object of a plugin, as browsers have it in a worker. */
class WorldTest {
  private static JsWorkers workers;
  private Plugin plugin;

  @BeforeAll
  static void open() {
    workers = Plugin.workers();
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @BeforeEach
  void start() {
    plugin = Plugin.of(workers);
  }

  @AfterEach
  void stop() {
    plugin.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "self === globalThis && self instanceof WorkerGlobalScope && self instanceof DedicatedWorkerGlobalScope | true",
        "typeof self.importScripts + typeof window + typeof document | functionundefinedundefined",
        "btoa('Mycel!?') | TXljZWwhPw==",
        "atob(' TXlj ZWwhPw ') | Mycel!?",
        "(() => { try { btoa('\\u2713') } catch (e) { return e.name + e.code } })() | InvalidCharacterError5",
        "[...new TextEncoder().encode('\\u2713')].join() | 226,156,147",
        "new TextDecoder().decode(new Uint8Array([226, 156, 147])).codePointAt(0) | 10003",
        "new TextDecoder(' Latin1').decode(new Uint8Array([233, 128, 65, 255])) | é€Aÿ",
        "[new TextDecoder('ascii').encoding, new TextDecoder('l1') instanceof TextDecoder, new TextDecoder().constructor === TextDecoder].join() | windows-1252,true,true",
        "new TextDecoder('iso-8859-1').decode(new Uint8Array(100000).fill(233)).length | 100000",
        "String(self) + Object.prototype.toString.call(globalThis) | [object DedicatedWorkerGlobalScope][object DedicatedWorkerGlobalScope]",
        "(() => { try { new ImageData(new Uint8ClampedArray(15), 2) } catch (e) { return e.name } })() | InvalidStateError",
        "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()) | true",
        "crypto.getRandomValues(new Uint32Array(4)).some((n) => n !== 0) | true",
        "new Blob(['a', new Uint8Array([98]), new Blob(['c'])], { type: 'Text/Plain' }).type | text/plain",
        "await new Blob(['abc', 'def']).slice(1, 5).text() | bcde",
        "new File(['x'], 'a.txt').name + new File(['x'], 'a.txt').size | a.txt1",
        "new ImageData(2, 3).data.length | 24",
        "await new Promise((r) => { const f = new FileReader(); f.onload = () => r(f.result); f.readAsDataURL(new Blob(['hi'], { type: 'text/plain' })) }) | data:text/plain;base64,aGk=",
        "JSON.stringify(structuredClone({ a: [1, { b: new Date(0) }], m: undefined })) | {\"a\":[1,{\"b\":\"1970-01-01T00:00:00.000Z\"}]}",
        "(() => { const a = {}; a.a = a; const b = structuredClone(a); return b.a === b && b !== a })() | true",
        "(() => { try { structuredClone(() => 1) } catch (e) { return e.name } })() | DataCloneError",
        "structuredClone(new Map([[1, new Set([2])]])).get(1).has(2) | true",
        "(() => { const b = new ArrayBuffer(4); const c = structuredClone(b, { transfer: [b] }); return c.byteLength + ',' + b.byteLength })() | 4,0",
        "performance.now() >= 0 && performance.timeOrigin > 1e12 | true",
        "await new Promise((r) => queueMicrotask(() => r('micro'))) | micro",
        "await new Promise((r) => { const c = new MessageChannel(); c.port2.onmessage = (e) => r(e.data.n); c.port1.postMessage({ n: 7 }) }) | 7",
        "await new Promise((r) => { const c = new AbortController(); c.signal.onabort = () => r(c.signal.reason.name); c.abort() }) | AbortError",
        "(() => { const t = new EventTarget(); let n = 0; const l = { handleEvent() { n++ } }; t.addEventListener('x', l, { once: true }); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); return n })() | 1",
        "new CustomEvent('x', { detail: 5 }).detail + new MessageEvent('m', { data: 1 }).data | 6",
        "new DOMException('m', 'AbortError').code + String(new DOMException('m', 'AbortError')) | 20AbortError: m",
        "navigator.onLine + location.origin | truehttps://plugin.invalid",
        "await new Promise((r) => { let n = 0; const id = setInterval(() => { if (++n === 3) { clearInterval(id); r(n) } }, 1) }) | 3",
        "await new Promise((r) => { const id = setTimeout(() => r('late'), 1); clearTimeout(id); setTimeout(() => r('cleared'), 5) }) | cleared",
        "await (await fetch('data:text/plain;base64,aGk=')).text() | hi",
        "await (await fetch(URL.createObjectURL(new Blob(['blob'])))).text() | blob",
        "await fetch('https://example.org/').catch((e) => e.name + ': ' + e.message) | `NotAllowedError: the plugin may not connect to example.org: it needs the permission \"network:example.org\" in its config, and whoever installs it must agree`",
        "await new Promise((r) => { const s = new WebSocket('wss://example.org/'); s.onclose = (e) => r(e.code) }) | 1006",
        "await WebAssembly.instantiate(new Uint8Array(8)).catch((e) => e.name) | NotSupportedError",
        "new Headers([['A', '1'], ['a', '2']]).get('A') | 1, 2",
        "await new Request('https://a.b/', { method: 'post', body: new URLSearchParams({ q: 'x y' }) }).text() | q=x+y",
        "new Response('x', { status: 404 }).ok | false",
        "(() => { try { importScripts('gone.js') } catch (e) { return e.name } })() | NetworkError",
      })
  void hasWhatWorkersHave(String expression, String value) {
    assertEquals(value, String.valueOf(plugin.eval("return " + expression)));
  }

  @ParameterizedTest
  @CsvSource({
    "load", "loadWithNewGlobal", "print", "printErr", "Graal", "Polyglot", "Java", "Packages",
    "java", "process", "require", "Worker", "SharedArrayBuffer", "Atomics", "quit", "read",
    "readline", "Debug", "Temporal"
  })
  void hasNothingOfTheMachine(String name) {
    assertEquals("undefined", plugin.eval("return typeof globalThis[args[0]]", name));
    assertEquals("undefined", plugin.eval("return (0, eval)('typeof ' + args[0])", name));
    assertEquals(
        "undefined", plugin.eval("return new Function('return typeof ' + args[0])()", name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://EXAMPLE.org:443/a/../b?x#y | - | https://example.org/b?x#y",
        "../c/./d | https://a.org/x/y/z | https://a.org/x/c/d",
        "?q | https://a.org/x/y#h | https://a.org/x/y?q",
        "#f | https://a.org/x?q | https://a.org/x?q#f",
        "//b.org/p | https://a.org/ | https://b.org/p",
        "http://0x7f.1/ | - | http://127.0.0.1/",
        "http://2130706433 | - | http://127.0.0.1/",
        "http://[::ffff:7f00:1]:80/ | - | http://[::ffff:7f00:1]/",
        "https://user:pa ss@h.org/ä b | - | https://user:pa%20ss@h.org/%C3%A4%20b",
        "https://bücher.de/ | - | https://xn--bcher-kva.de/",
        "file:///C:/a/../../b | - | file:///C:/b",
        "data:text/plain,a b | - | data:text/plain,a b",
        "mailto:a@b.c | - | mailto:a@b.c",
        "https:\\\\a.org\\x | - | https://a.org/x",
        "http://a b/ | - | null",
        "https:// | - | null",
        "x | - | null",
        "http://a.org:99999/ | - | null",
        "http://1.2.3.256/ | - | null",
        "http://[1::2::3]/ | - | null",
      })
  void readsUrlsAsBrowsersDo(String url, String base, String href) {
    String with = base.equals("-") ? "" : ", args[1]";
    assertEquals(
        href,
        String.valueOf(
            plugin.eval(
                "const u = URL.parse(args[0]" + with + "); return u && u.href", url, base)));
  }

  @Test
  void whatIsMadeLaterIsThereWhenItIsLookedFor() {
    assertEquals(
        "",
        plugin.eval(
            "return Object.entries(Object.getOwnPropertyDescriptors(self)).filter(([, made]) => made.get)"
                + ".map(([name]) => name).filter((name) => typeof self[name] === 'undefined'"
                + " || Object.getOwnPropertyDescriptor(self, name).get).join()"));
  }

  @Test
  void whatThePluginHasPutInThePlaceOfAGlobalStays() {
    assertEquals(
        "mine,1,function",
        plugin.eval(
            "self.Blob = 'mine'; const size = new File(['a'], 'f').size; return [Blob, size, typeof FileReader].join()"));
  }

  @Test
  void aBlobStaysInThePluginUntilItIsRead() throws Exception {
    Map<?, ?> lent = (Map<?, ?>) plugin.eval("return new File(['abcdef'], 'a.txt')");
    assertEquals("iostream", lent.get("_rtype"));
    assertEquals("js:blob", lent.get("_rnative"));
    assertEquals("a.txt", lent.get("name"));
    assertEquals(6, lent.get("size"));
    assertEquals("ab", read(lent, 2));
    assertEquals("cdef", read(lent));
    assertEquals("", read(lent, 2));
    ((ScriptFunction) lent.get("seek")).call(List.of(4)).join();
    assertEquals("ef", read(lent, 100));
  }

  @Test
  void blobsThatHaveBeenReadAreKeptAWhile() {
    int size = (1 << 20) + 1;
    List<?> lent =
        (List<?>)
            plugin.eval(
                "return Array.from({ length: 20 }, (_, i) => new Blob([new Uint8Array(1 << 20), 'x']))");
    for (Object blob : lent) {
      assertEquals(size + " bytes", outcome(blob));
    }
    again(lent.get(3));
    assertTrue(outcome(lent.get(3)).contains("kept no longer"), outcome(lent.get(3)));
    again(lent.get(10));
    assertEquals(size + " bytes", outcome(lent.get(10)));
    Object large = plugin.eval("return new Blob([new Uint8Array(17 << 20)])");
    assertEquals((17 << 20) + " bytes", outcome(large));
    again(large);
    assertTrue(outcome(large).contains("kept no longer"), outcome(large));
  }

  @Test
  void blobsThatNobodyReadsAreForgotten() {
    List<?> many =
        (List<?>) plugin.eval("return Array.from({ length: 1001 }, () => new Blob(['x']))");
    assertEquals("1 bytes", outcome(many.get(0)), "of one message none is forgotten");
    Object next = plugin.eval("return new Blob(['abc'])");
    assertTrue(outcome(many.get(1)).contains("kept no longer"), outcome(many.get(1)));
    assertEquals("1 bytes", outcome(many.get(1000)));
    assertEquals("3 bytes", outcome(next));
    Limits small = new TestLimits().messageBytes(10_000).make();
    Plugin other = new Plugin(workers, "small", small, JsFiles.NONE);
    try {
      List<?> first =
          (List<?>)
              other.eval("return Array.from({ length: 3 }, () => new Blob([new Uint8Array(6e3)]))");
      assertEquals("6000 bytes", outcome(first.get(0)), "of one message none is forgotten");
      Object second = other.eval("return new Blob([new Uint8Array(6e3)])");
      assertTrue(outcome(first.get(1)).contains("kept no longer"), outcome(first.get(1)));
      assertEquals("6000 bytes", outcome(second));
    } finally {
      other.close();
    }
  }

  private static void again(Object lent) {
    ((ScriptFunction) ((Map<?, ?>) lent).get("seek")).call(List.of(0)).join();
  }

  private static String read(Map<?, ?> lent, Object... length) {
    ByteBuffer bytes =
        (ByteBuffer) ((ScriptFunction) lent.get("read")).call(List.of(length)).join();
    return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
  }

  private static String outcome(Object lent) {
    try {
      return read((Map<?, ?>) lent).length() + " bytes";
    } catch (CompletionException e) {
      return e.getCause().getMessage();
    }
  }

  @Test
  void urlsCanBeChanged() {
    assertEquals(
        "http://b.org:8080/x?a=1+2&b=%26#z",
        plugin.eval(
            "const u = new URL('https://a.org/p'); u.protocol = 'http'; u.host = 'b.org:8080'; u.pathname = 'x';"
                + " u.searchParams.append('a', '1 2'); u.searchParams.set('b', '&'); u.hash = 'z'; return u.href"));
  }

  @Test
  void whatNobodyCatchesIsInTheLog() throws Exception {
    plugin.run(
        "setTimeout(() => { throw new TypeError('in a timer') }, 0);"
            + " Promise.reject(new Error('left alone')); setTimeout(() => postMessage('done'), 20)");
    plugin.nextMessage();
    String log = String.join("\n", plugin.log);
    assertTrue(log.contains("error: Uncaught TypeError: in a timer"), log);
    assertTrue(log.contains("nobody handles it: Error: left alone"), log);
    assertTrue(log.contains("Test.imjoy.html:10:"), log);
  }

  @Test
  void handlersSeeErrorsFirst() throws Exception {
    plugin.run(
        "self.onerror = (e) => { postMessage(e.error.message); return false };"
            + " self.addEventListener('unhandledrejection', (e) => { e.preventDefault(); postMessage(e.reason) });"
            + " setTimeout(() => { throw new Error('caught') }, 0); Promise.reject('refused')");
    assertEquals(
        java.util.Set.of("caught", "refused"),
        java.util.Set.of(plugin.nextMessage(), plugin.nextMessage()));
    assertEquals(List.of(), List.copyOf(plugin.log));
  }

  @Test
  void theConsoleWritesToTheLog() {
    plugin.run(
        "console.log('a %s %d', 'b', 7.9, { x: [1, 'y'] }, new Map([[1, 2]]));"
            + " console.warn('\\u001b[31mred\\u001b[0m\\rover'); console.debug('x'.repeat(20000))");
    List<String> log = List.copyOf(plugin.log);
    assertEquals(
        "info: a b 7 { x: [1, \"y\"] } Map(1) {1 => 2}".replace("{ x", "{x").replace("] }", "]}"),
        log.get(0));
    assertEquals("warn: \uFFFD[31mred\uFFFD[0m\uFFFDover", log.get(1));
    assertTrue(log.get(2).length() < 17_000 && log.get(2).endsWith("… (3616 more)"), log.get(2));
  }

  @Test
  void messagesCarryWhatCannotBeText() throws Exception {
    plugin.run(
        "postMessage({ a: new Uint8Array([1, 2]).subarray(1), d: new Date(5), n: NaN, u: undefined, s: new Set([1]) })");
    Map<?, ?> message = (Map<?, ?>) plugin.nextMessage();
    assertEquals(java.nio.ByteBuffer.wrap(new byte[] {2}), message.get("a"));
    assertEquals(java.time.Instant.ofEpochMilli(5), message.get("d"));
    assertEquals(Double.NaN, message.get("n"));
    assertEquals(java.util.Set.of(1), message.get("s"));
    assertTrue(!message.containsKey("u"));
  }

  @Test
  void closeEndsIt() throws Exception {
    plugin.run("close()");
    plugin.closed.get(60, java.util.concurrent.TimeUnit.SECONDS);
    assertEquals(JsWorker.State.STOPPED, plugin.worker.state());
  }
}
