package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsFiles;
import io.mycel.js.internal.limits.Limits;

/** A second plugin, which must go on whatever the first does. */
final class Ticking implements AutoCloseable {
  private final Plugin plugin;

  Ticking(JsWorkers workers) {
    plugin = new Plugin(workers, "ticking", Limits.defaults(), JsFiles.NONE);
    plugin.run(
        "let n = 0; setInterval(() => { const a = []; for (let i = 0; i < 300; i++) a.push({ i });"
            + " if (++n % 10 === 0) postMessage(n) }, 5)");
  }

  /** Returns when it has ticked on; fails if it does not. */
  void expectAlive() throws InterruptedException {
    plugin.posted.clear();
    for (int i = 0; i < 3; i++) {
      plugin.nextMessage();
    }
  }

  @Override
  public void close() {
    plugin.close();
  }
}
