package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginPermissions;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PluginApiTest {
  private static TestRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.of(Map.of());
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Test
  void whateverHasACapitalHasTheOtherSpelling() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of(
                """

                const snake = (name) => name.replace(/[A-Z]/g, (letter) => '_' + letter.toLowerCase());
                const single = (object) => Object.keys(object).filter(
                  (name) => typeof object[name] === 'function' && object[snake(name)] !== object[name]);
                api.export({
                  async single() {
                    const files = await api.getFileManager('workspace');
                    return [...single(api), ...single(api.utils), ...single(files)];
                  }
                })
                """));
    assertEquals(List.of(), TestRuntime.call(plugin, "single"));
  }

  @Test
  void everyMethodHasBothSpellings() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of(
                """

                api.export({ missing(names) { return names.filter((name) => !(name in api) && !(name in api.utils)) } })
                """));
    List<Object> names =
        List.of(
            "alert",
            "confirm",
            "prompt",
            "showDialog",
            "show_dialog",
            "showMessage",
            "show_message",
            "showProgress",
            "show_progress",
            "showStatus",
            "show_status",
            "showSnackbar",
            "createWindow",
            "create_window",
            "exportFile",
            "export_file",
            "log",
            "error",
            "progress",
            "getPlugin",
            "get_plugin",
            "loadPlugin",
            "load_plugin",
            "call",
            "run",
            "getServices",
            "get_services",
            "getService",
            "get_service",
            "registerService",
            "register_service",
            "unregisterService",
            "unregister_service",
            "register",
            "unregister",
            "getConfig",
            "get_config",
            "setConfig",
            "set_config",
            "getAttachment",
            "get_attachment",
            "registerCodec",
            "register_codec",
            "disposeObject",
            "dispose_object",
            "installPlugin",
            "install_plugin",
            "uninstallPlugin",
            "uninstall_plugin",
            "getWindow",
            "getFileManager",
            "getEngine",
            "getEngineFactory",
            "showFileDialog",
            "TAG",
            "WORKSPACE",
            "config",
            "on",
            "off",
            "emit",
            "echo",
            "onClose",
            "init",
            "export",
            "openUrl",
            "open_url",
            "sleep",
            "assert",
            "$forceUpdate",
            "showOpenFilePicker",
            "showSaveFilePicker",
            "showDirectoryPicker",
            "utils");
    assertEquals(List.of(), TestRuntime.call(plugin, "missing", names));
  }

  @Test
  void whatNeedsAScreenGoesToTheUserInterface() {
    TestContext context =
        TestContext.of(
            "api.export({ async go() { return [await api.alert('hi'), await api.show_dialog({type: 'x'}),"
                + " await api.utils.openUrl('https://a.test')] } })");
    RunningPlugin plugin = runtime.start(context);
    assertEquals(
        List.of("answer of alert", "answer of showDialog", "answer of openUrl"),
        TestRuntime.call(plugin, "go"));
    assertEquals(
        List.of(
            List.of("alert", List.of("hi")),
            List.of("showDialog", List.of(Map.of("type", "x"))),
            List.of("openUrl", List.of("https://a.test"))),
        context.shown);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void whatTheUserInterfaceCannotDoIsSaid(Isolation isolation) {
    TestContext context =
        TestContext.of(
            "api.export({ ask: () => api.showDialog({}).catch((error) => error.message) })");
    context.isolation = isolation;
    context.unable = new UnsupportedOperationException("nobody is there");
    RunningPlugin plugin = runtime.start(context);
    assertEquals("nobody is there", TestRuntime.call(plugin, "ask"));
    context.unable = new IllegalStateException("/home/of/somebody");
    assertEquals("internal error of the server", TestRuntime.call(plugin, "ask"));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void callsBeginInTheOrderInWhichTheyAreMade(Isolation isolation) {
    TestContext context =
        TestContext.of(
            "api.export({ go() { return Promise.all(Array.from({ length: 500 }, (_, i) =>"
                + " api.showStatus(i))).then(() => 'done') } })");
    context.isolation = isolation;
    RunningPlugin plugin = runtime.start(context);
    assertEquals("done", TestRuntime.call(plugin, "go"));
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      expected.add(List.of("showStatus", List.of(i)));
    }
    assertIterableEquals(expected, context.shown);
  }

  @Test
  void settingsAreKeptAndTheConfigIsRead() {
    TestContext context =
        TestContext.of(
            "api.export({ async set() { await api.setConfig('k', {a: [1]}); return api.getConfig('k') },"
                + " icon: () => api.get_config('_icon'), none: () => api.getConfig('none'),"
                + " facts: () => [api.config.name, api.WORKSPACE, api.TAG] })");
    context.config = Map.of("icon", "wave");
    RunningPlugin plugin = runtime.start(context);
    assertEquals(Map.of("a", List.of(1)), TestRuntime.call(plugin, "set"));
    assertEquals(Map.of("a", List.of(1)), context.kept.get("k"));
    assertEquals("wave", TestRuntime.call(plugin, "icon"));
    assertEquals(null, TestRuntime.call(plugin, "none"));
    assertEquals(
        java.util.Arrays.asList("Test", "public", null), TestRuntime.call(plugin, "facts"));
  }

  @Test
  void attachmentsAreTexts() {
    TestContext context =
        TestContext.of("api.export({ read: (name) => api.getAttachment(name) })")
            .block(PluginBlock.Kind.ATTACHMENT, Map.of("name", "data"), "a,b");
    RunningPlugin plugin = runtime.start(context);
    assertEquals("a,b", TestRuntime.call(plugin, "read", "data"));
    RpcException e =
        assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "read", "other"));
    assertTrue(e.getMessage().contains("without an attachment named 'other'"), e.getMessage());
  }

  @Test
  void eventsReachTheirListenersAndTheLastOneIsClose() throws Exception {
    TestContext context =
        TestContext.of(
            "const got = []; api.on('ping', (x) => got.push(x)); api.on('close', () => api.log('closing'));"
                + " api.export({ ping() { api.emit('ping', 1); api.off('ping'); api.emit('ping', 2); return got } })");
    RunningPlugin plugin = runtime.start(context);
    assertEquals(List.of(1), TestRuntime.call(plugin, "ping"));
    TestRuntime.get(plugin.stop());
    context.line("closing");
  }

  @Test
  void callbacksGoBothWaysAndManyTimes() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of(
                "api.export({ async sum(f) { let s = 0; for (let i = 0; i < 3; i++) s += await f(i); return s },"
                    + " adder: (a) => (b) => a + b })"));
    RpcFunction twice = call -> 2 * (Integer) call.args().get(0);
    assertEquals(6, TestRuntime.call(plugin, "sum", twice));
    RpcFunction adder = (RpcFunction) TestRuntime.call(plugin, "adder", 40);
    assertEquals(42, TestRuntime.call(adder, List.of(2), Map.of()));
    assertEquals(43, TestRuntime.call(adder, List.of(3), Map.of()));
  }

  /** The program of ImJoy's documentation of custom encodings. */
  @Test
  void aCatTravelsAsThePluginSays() {
    String cat =
        """

        class Cat {
          constructor(name, color, age) {
            this.name = name
            this.color = color
            this.age = age
          }
        }
        class Plugin {
          _rpc_encode(obj) {
            if (obj instanceof Cat) {
              return {_ctype: 'cat', name: obj.name, color: obj.color, age: obj.age}
            }
          }
          _rpc_decode(encoded_obj) {
            if (encoded_obj._ctype === 'cat') {
              return new Cat(encoded_obj.name, encoded_obj.color, encoded_obj.age)
            }
          }
          bobo() { return new Cat('boboshu', 'mixed', 0.67) }
          wash(cat) { if (!(cat instanceof Cat)) throw new Error('no cat'); cat.color = 'clean'; return [cat] }
        }
        api.export(new Plugin())
        """;
    RunningPlugin mine = runtime.start(TestContext.of(cat));
    RunningPlugin shower = runtime.start(TestContext.of(cat));
    Object bobo = TestRuntime.call(mine, "bobo");
    Map<String, Object> encoded =
        Map.of("_ctype", "cat", "name", "boboshu", "color", "mixed", "age", 0.67);
    assertEquals(Map.of("_rtype", "custom", "_rvalue", encoded), bobo);
    Object washed = TestRuntime.call(shower, "wash", bobo);
    assertEquals(
        "clean", ((Map<?, ?>) ((Map<?, ?>) ((List<?>) washed).get(0)).get("_rvalue")).get("color"));
    RpcException e =
        assertThrows(RpcException.class, () -> TestRuntime.call(shower, "wash", Map.of("a", 1)));
    assertEquals("Error: no cat", e.getMessage());
  }

  @Test
  void codecsThatAPluginRegistersAreUsedBothWays() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of(
                """

                class Point { constructor(x, y) { this.x = x; this.y = y } }
                api.registerCodec({ name: 'point', type: Point, encoder: (p) => ({ x: p.x, y: p.y }),
                  decoder: (o) => new Point(o.x, o.y) })
                api.export({ make: () => [new Point(1, 2)], is: (p) => p instanceof Point && p.x })
                """));
    assertEquals(
        List.of(Map.of("_rtype", "point", "x", 1, "y", 2)), TestRuntime.call(plugin, "make"));
    assertEquals(7, TestRuntime.call(plugin, "is", Map.of("_rtype", "point", "x", 7, "y", 2)));
  }

  @Test
  void onlyTrustedPluginsInstallOthers() {
    TestContext context =
        TestContext.of("api.export({ go: () => api.installPlugin({src: 'https://a.test/p'}) })");
    context.isolation = Isolation.IN_JVM;
    RunningPlugin plugin = runtime.start(context);
    context.isolation = Isolation.PROCESS;
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "go"));
    assertTrue(e.getMessage().contains("only a trusted plugin may do this"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void filesOfTheWorkspaceAreReadWithAPermission(Isolation isolation, @TempDir Path folder)
      throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.write(folder.resolve("images/a.bin"), new byte[] {1, 2, 3});
    Files.writeString(folder.resolve("secret.txt"), "secret");
    TestContext context =
        TestContext.of(
            """

            const told = (promise) => promise.then(String, (e) => e.name + ': ' + e.message)
            api.export({
              async go() {
                const manager = await api.getFileManager()
                const { children } = await manager.list_files('images')
                const file = await manager.getFile('images/a.bin')
                return [children[0].name, file.name, file.size, [...(await manager.readFile('images/a.bin'))],
                  (await file.arrayBuffer()).byteLength, (await manager.listFiles()).children[0].name]
              },
              async tries() {
                const manager = await api.getFileManager('workspace')
                return [await told(manager.readFile('secret.txt')), await told(manager.get_file('images/../secret.txt')),
                  await told(manager.putFile('images/b'))]
              },
            })
            """);
    context.isolation = isolation;
    context.workspaceFolder = Optional.of(folder);
    context.permissions = PluginPermissions.of(List.of("files:images"));
    RunningPlugin plugin = runtime.start(context);
    assertEquals(
        List.of("a.bin", "a.bin", 3, List.of(1, 2, 3), 3, "images"),
        TestRuntime.call(plugin, "go"));
    List<?> tries = (List<?>) TestRuntime.call(plugin, "tries");
    assertTrue(tries.get(0).toString().contains("Permission denied"), tries::toString);
    assertTrue(tries.get(1).toString().contains("Permission denied"), tries::toString);
    assertTrue(tries.get(2).toString().contains("can only be read"), tries::toString);

    context.permissions = PluginPermissions.NONE;
    RunningPlugin without = runtime.start(context);
    tries = (List<?>) TestRuntime.call(without, "tries");
    assertTrue(tries.get(0).toString().contains("\"files:FOLDER\""), tries::toString);
    TestRuntime.get(plugin.stop());
    TestRuntime.get(without.stop());
  }

  @Test
  void aServiceWithoutAHubIsAClearError() {
    RunningPlugin plugin =
        runtime.start(TestContext.of("api.export({ go: () => api.getService('x') })"));
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "go"));
    assertTrue(e.getMessage().contains("the hub is being replaced"), e.getMessage());
  }
}
