package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.internal.limits.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plugin must not learn: each script learns it in a context without walls first. */
class DeniedTest {
  private static final String SECRET = "secret-4711";

  /** How a script gets at the secret. */
  enum Way {
    ENVIRONMENT("Java.type('java.lang.System').getenv('PATH')", "ReferenceError"),
    PROPERTIES("Java.type('java.lang.System').getProperty('test.secret')", "ReferenceError"),
    FILE_BY_JAVA(
        "Java.type('java.nio.file.Files').readString(Java.type('java.nio.file.Path').of(path))",
        "ReferenceError"),
    FILE_BY_LOAD("load(path + '.js')", "ReferenceError"),
    MODULE_OF_A_FILE("import(path + '.mjs').then((m) => m.secret)", "Error"),
    MODULE_OF_A_FILE_URL("import(url + '.mjs').then((m) => m.secret)", "Error"),
    MODULE_BY_STEPS_UP(
        "import('../'.repeat(20) + path.slice(1) + '.mjs').then((m) => m.secret)", "Error"),
    PROCESS(
        "new (Java.type('java.util.Scanner'))(new (Java.type('java.lang.ProcessBuilder'))('echo',"
            + " secret).start().getInputStream()).next()",
        "ReferenceError"),
    CLASS_OF_A_HOST_OBJECT(
        "(() => { const classes = host.getClass().getClassLoader(); return"
            + " classes.loadClass('java.lang.System').getMethod('getProperty',"
            + " classes.loadClass('java.lang.String')).invoke(null, 'test.secret') })()",
        "TypeError"),
    PACKAGES("Packages.java.lang.System.getProperty('test.secret')", "ReferenceError"),
    POLYGLOT("Polyglot.eval('js', '\"' + secret + '\"')", "ReferenceError"),
    THREAD(
        "(() => { const thread = new (Java.type('java.lang.Thread'))(secret); thread.start();"
            + " return thread.getName() })()",
        "ReferenceError"),
    MESSAGE_OF_AN_EXCEPTION("fail()", "internal error of the server");

    final String script;
    final String refusal;

    Way(String script, String refusal) {
      this.script = script;
      this.refusal = refusal;
    }
  }

  @TempDir Path folder;
  private Path path;
  private JsWorkers workers;

  /** An object of the server. */
  public static final class Host {}

  @BeforeEach
  void start() throws Exception {
    System.setProperty("test.secret", SECRET);
    path = Files.writeString(folder.resolve("connection-token"), SECRET);
    Files.writeString(folder.resolve("connection-token.js"), "'" + SECRET + "'");
    Files.writeString(
        folder.resolve("connection-token.mjs"), "export const secret = '" + SECRET + "'");
    workers = Plugin.workers();
  }

  @AfterEach
  void stop() {
    System.clearProperty("test.secret");
    workers.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void secretsAreOutOfReach(Way way) {
    String secret = way == Way.ENVIRONMENT ? System.getenv("PATH") : SECRET;
    String learnt = withoutWalls(way);
    assertTrue(learnt.contains(secret), () -> way + " without walls: " + learnt);
    String told = asPlugin(way);
    assertFalse(told.contains(secret), told);
    assertTrue(told.contains(way.refusal), told);
  }

  /** What GraalJS lets a script do if nobody forbids it. */
  private String withoutWalls(Way way) {
    try (Context context =
        Context.newBuilder("js")
            .allowAllAccess(true)
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .option("js.polyglot-builtin", "true")
            .build()) {
      Value global = context.getBindings("js");
      global.putMember("host", new Host());
      global.putMember("path", path.toString());
      global.putMember("url", path.toUri().toString());
      global.putMember("secret", SECRET);
      global.putMember(
          "fail",
          (org.graalvm.polyglot.proxy.ProxyExecutable)
              args -> {
                throw new IllegalStateException(path + " holds " + SECRET);
              });
      context.eval(
          "js",
          "globalThis.told = ''; (async () => "
              + way.script
              + ")().then((v) => { told = String(v) }, (e) => { told = String(e) })");
      return context.eval("js", "told").asString();
    } catch (PolyglotException e) {
      return e.getMessage();
    }
  }

  private String asPlugin(Way way) {
    Plugin plugin = new Plugin(workers, "curious", Limits.defaults(), JsFiles.NONE);
    RpcFunction fail =
        call -> {
          throw new IllegalStateException(path + " holds " + SECRET);
        };
    Plugin.get(plugin.worker.define("api", Map.of("fail", fail)));
    plugin.run("globalThis.host = api.fail; globalThis.fail = api.fail");
    String told =
        (String)
            plugin.eval(
                "const [path, url] = args; const secret = 'it';"
                    + " return (async () => "
                    + way.script
                    + ")().then((v) => 'learnt: ' + v, (e) => String(e) + e.stack)",
                path.toString(),
                path.toUri().toString());
    assertFalse(told.startsWith("learnt: "), told);
    assertEquals(JsWorker.State.RUNNING, plugin.worker.state());
    plugin.close();
    return told;
  }
}
