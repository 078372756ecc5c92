package io.mycel.js.internal.worker;

/** What plugins could do to the server, as scripts. */
public enum Attack {
  LOOP(Kind.ENDLESS, "while (true) {}"),
  LOOP_IN_CATCH(
      Kind.ENDLESS,
      "for (;;) { try { while (true) {} } catch (e) {} finally { while (true) {} } }"),
  HUGE_ARRAY(Kind.ENDLESS, "new Array(2 ** 32 - 2).fill(0)"),
  BACK_REFERENCE(Kind.ENDLESS, "/^(?:(a+)\\1?)+(?=b)\\1$/.test('a'.repeat(60) + '!')"),
  MICROTASKS(Kind.ENDLESS, "function t() { Promise.resolve().then(t) } t()"),
  SORT(Kind.ENDLESS, "while (1) new Float64Array(1 << 20).sort()"),
  JSON_TEXT(
      Kind.ENDLESS,
      "const o = []; for (let i = 0; i < 1e5; i++) o.push({ i }); while (1) JSON.stringify(o)"),
  BIG_INTEGER(Kind.ENDLESS, "let x = 3n; while (true) x = x * x"),
  LOG_FLOOD(Kind.FLOOD, "while (true) console.log('x'.repeat(10000))"),
  LOG_FLOOD_IN_CATCH(
      Kind.FLOOD, "while (true) try { console.log('x'.repeat(10000)) } catch (e) {}"),

  RECURSION(Kind.ENDS, "function f() { return f() + 1 } f()"),
  DOUBLED_TEXT(Kind.ENDS, "let s = 'x'; while (true) s += s"),
  ONE_BUFFER(Kind.ENDS, "new ArrayBuffer(2 ** 31 - 1).byteLength"),
  REGULAR_EXPRESSION(Kind.ENDS, "/^(a+)+$/.test('a'.repeat(40) + '!')"),
  DEEP_JSON(Kind.ENDS, "JSON.parse('['.repeat(200000) + ']'.repeat(200000))"),
  DEEP_SOURCE(Kind.ENDS, "eval('('.repeat(50000) + '1' + ')'.repeat(50000))"),

  ARRAYS(Kind.MEMORY, "let a = []; while (true) a.push(new Array(1000).fill(1.5))"),
  PROMISES(Kind.MEMORY, "let q = []; while (true) q.push(Promise.resolve(1).then((x) => x + 1))"),
  FLAT_TEXTS(
      Kind.MEMORY,
      "let r = []; while (true) r.push(('y'.repeat(2 ** 22) + r.length).split('').join('z'))"),
  REPEATED_TEXTS(
      Kind.MEMORY, "let r = []; while (true) r.push('x'.repeat(2 ** 28) + Math.random())"),
  BUFFERS(Kind.MEMORY, "let b = []; while (true) b.push(new Uint8Array(16 << 20).fill(1))"),
  BUFFERS_IN_CATCH(
      Kind.MEMORY,
      "let b = []; while (true) try { b.push(new Uint8Array(16 << 20).fill(1)) } catch (e) {}"),

  SEARCH(Kind.RUNAWAY, "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)"),

  RECURSION_IN_CATCH(
      Kind.MAYBE_RUNAWAY, "function f() { try { return f() + 1 } catch (e) { return f() } } f()");

  /** What becomes of it. */
  public enum Kind {
    /** Takes a processor until it is stopped. */
    ENDLESS,
    /** Fills the log until it is stopped. */
    FLOOD,
    /** The engine itself ends it by an error or a result. */
    ENDS,
    /** Fills the heap: not in a JVM that is needed. */
    MEMORY,
    /** Nothing stops it within the JVM: a loop of the engine that never asks whether to end. */
    RUNAWAY,
    /** The same, unless the stack ends where the engine cannot cope with it, and gives up. */
    MAYBE_RUNAWAY
  }

  public final Kind kind;
  public final String script;

  Attack(Kind kind, String script) {
    this.kind = kind;
    this.script = script;
  }
}
