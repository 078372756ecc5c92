package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsHostError;
import io.mycel.js.internal.limits.Limits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ES modules of a plugin's own files, and nothing else of this machine. */
class ModulesTest {
  private static final Map<String, String> FILES =
      Map.of(
          "/main.mjs",
          "import { add } from './lib/add.mjs'; import k from './data.json' with { type: 'json' };"
              + " export const sum = add(1, 2) + k.k; export const dynamic = async () => (await import('./lib/dyn.mjs')).v",
          "/lib/add.mjs",
          "export const add = (a, b) => a + b",
          "/lib/dyn.mjs",
          "export const v = 77",
          "/data.json",
          "{\"k\": 3}",
          "/broken.mjs",
          "\n\nexport const = 1",
          "/throws.mjs",
          "\nthrow new Error('while loading')",
          "/web/https/cdn.test/x.js",
          "export const x = 'of the web'",
          "/web/https/cdn.test/uses-refused.js",
          "import './refused.js'",
          "/script.js",
          "globalThis.imported = (globalThis.imported ?? 0) + 1");

  private JsWorkers workers;
  private Plugin plugin;

  @BeforeEach
  void start() {
    workers = Plugin.workers();
    plugin = new Plugin(workers, "modules", Limits.defaults(), new InMemory());
  }

  @AfterEach
  void stop() {
    plugin.close();
    workers.close();
  }

  private static final class InMemory implements JsFiles {
    @Override
    public String find(String path) {
      if (path.endsWith("/refused.js")) {
        throw new JsHostError("NetworkError", "cannot load " + path);
      }
      return FILES.containsKey(path) ? path : null;
    }

    @Override
    public String find(URI url) {
      if ("refused.test".equals(url.getHost())) {
        throw new JsHostError("NetworkError", "cannot load " + url);
      }
      return find("/web/" + url.getScheme() + "/" + url.getHost() + url.getPath());
    }

    @Override
    public byte[] read(String path) {
      String text = FILES.get(path);
      return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void modulesImportEachOther() {
    Map<?, ?> exports = (Map<?, ?>) Plugin.get(plugin.worker.importModule("/main.mjs"));
    assertEquals(6, exports.get("sum"));
    ScriptFunction dynamic = (ScriptFunction) exports.get("dynamic");
    assertEquals(77, Plugin.get(dynamic.call(java.util.List.of())));
    assertEquals("of the web", plugin.eval("return (await import('https://cdn.test/x.js')).x"));
  }

  @Test
  void scriptsAreImported() {
    assertEquals(2, plugin.eval("importScripts('script.js', '/script.js'); return imported"));
  }

  @Test
  void errorsNameFileAndLine() {
    RpcException syntax =
        assertThrows(
            RpcException.class, () -> Plugin.get(plugin.worker.importModule("/broken.mjs")));
    assertTrue(syntax.getMessage().contains("broken.mjs:3:"), syntax.getMessage());
    RpcException thrown =
        assertThrows(
            RpcException.class, () -> Plugin.get(plugin.worker.importModule("/throws.mjs")));
    assertEquals("Error: while loading", thrown.getMessage());
    assertTrue(thrown.remoteTrace().contains("throws.mjs:2:"), thrown.remoteTrace());
  }

  @ParameterizedTest
  @CsvSource({
    "https://refused.test/x.js, https://refused.test/x.js",
    "https://cdn.test/uses-refused.js, /web/https/cdn.test/refused.js"
  })
  void whatCannotBeFetchedIsNamedWithoutClassesOfJava(String imported, String refused) {
    assertEquals(
        "Error: cannot load " + refused,
        plugin.eval("return import(args[0]).then((m) => 'LOADED', (e) => String(e))", imported));
  }

  @Test
  void filesOfTheMachineAreNotThere(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.mjs"), "export const s = 'secret'");
    for (String specifier :
        new String[] {
          secret.toString(),
          secret.toUri().toString(),
          "../../../../../../../.." + secret,
          "/etc/passwd"
        }) {
      String told =
          (String)
              plugin.eval(
                  "return import(args[0]).then((m) => 'LOADED', (e) => String(e))", specifier);
      assertTrue(told.contains("Error") && !told.contains("LOADED"), told);
      assertTrue(
          ((String)
                  plugin.eval(
                      "try { importScripts(args[0]); return 'LOADED' } catch (e) { return String(e) }",
                      specifier))
              .startsWith("NetworkError"));
    }
  }
}
