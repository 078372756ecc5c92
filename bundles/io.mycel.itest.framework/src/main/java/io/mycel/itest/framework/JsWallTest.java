package io.mycel.itest.framework;

import static io.mycel.itest.framework.JsPlugins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * What a plugin in JavaScript does not get at, in the server and in a process of its own: the same
 * plugin tries each way that there is, and says what it has learnt or why it was refused.
 */
class JsWallTest {
  private static final String SECRET = "secret-4711";
  private static final String SPY = "Js Spy";
  private static final String VICTIM = "Js Victim";
  private static final String VAULT = "js-vault";

  /** Runs what it is told to. */
  private static final String SPYING =
      """
      const Asynchronous = (async () => {}).constructor;
      const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
      const attempt = (code, given) => new Asynchronous('given', code)(given)
        .then((value) => 'learnt: ' + text(value), (e) => 'refused: ' + e);
      let held;
      const hold = async (id) => { held = await api.getService(id) };
      api.export({ attempt, hold, open: () => held.open(async (word) => word + '!') })
      """;

  private static final String OWN_FILES =
      """
      <attachment name="own.txt">mine</attachment>
      <file name="own.mjs">export default 'mine'</file>
      """;

  /** Which of some texts are anywhere that the plugin gets at. */
  private static final String REACHABLE =
      """
      const texts = [];
      const seen = new Set();
      const open = [globalThis];
      const look = (value) => {
        if (typeof value === 'string') texts.push(value);
        else if (value !== null && (typeof value === 'object' || typeof value === 'function') && !seen.has(value)) {
          seen.add(value);
          open.push(value);
        }
      };
      while (open.length > 0) {
        const at = open.pop();
        look(Object.getPrototypeOf(at));
        if (typeof at === 'function') texts.push(Function.prototype.toString.call(at));
        for (const key of Reflect.ownKeys(at)) {
          texts.push(String(key));
          const { get, set } = Object.getOwnPropertyDescriptor(at, key) ?? {};
          look(get);
          look(set);
          try { look(at[key]) } catch (e) { look(e.message) }
        }
      }
      return given.filter((text) => texts.some((one) => one.includes(text)));
      """;

  @TempDir Path folder;
  private final BundleContext context =
      FrameworkUtil.getBundle(JsWallTest.class).getBundleContext();
  private final List<ServiceRegistration<ServiceOffer>> offers = new ArrayList<>();
  private JsPlugins plugins;

  @BeforeEach
  void open() throws Exception {
    plugins = new JsPlugins(context);
    offer("vault");
    offer("cellar");
  }

  /** A service that is for clients of its own workspace. */
  private void offer(String id) {
    RpcFunction open =
        call -> call.args().isEmpty() ? SECRET : ((RemoteFunction) call.args().get(0)).call(SECRET);
    ServiceOffer offer =
        () -> Service.builder(id).visibility("protected").member("open", open).build();
    offers.add(
        context.registerService(
            ServiceOffer.class,
            offer,
            new Hashtable<>(
                Map.of(ServiceOffer.WORKSPACE, VAULT, ServiceOffer.CLIENT_ID, "keeper"))));
  }

  @AfterEach
  void close() throws Exception {
    plugins.close();
    offers.forEach(ServiceRegistration::unregister);
  }

  private PluginStatus active(
      String name, String config, String script, String blocks, Isolation isolation)
      throws Exception {
    PluginStatus plugin = plugins.install(name, config, script, blocks, isolation);
    assertEquals(PluginState.ACTIVE, plugin.state(), plugin.cause());
    assertEquals(isolation, plugin.isolation());
    return plugin;
  }

  private PluginStatus spy(Isolation isolation, String... permissions) throws Exception {
    String asked = permissions.length == 0 ? "" : "\"" + String.join("\", \"", permissions) + "\"";
    return active(SPY, ", \"permissions\": [" + asked + "]", SPYING, OWN_FILES, isolation);
  }

  private String attempt(PluginStatus spy, String code, Object given) throws Exception {
    return (String) get(plugins.call(spy, "attempt", code, given));
  }

  private void learns(PluginStatus spy, String what, String code) throws Exception {
    assertEquals("learnt: " + what, attempt(spy, code, ""), code);
  }

  private void isRefused(PluginStatus spy, String why, String code) throws Exception {
    isRefused(spy, why, code, "");
  }

  private void isRefused(PluginStatus spy, String why, String code, Object given) throws Exception {
    String told = attempt(spy, code, given);
    assertTrue(told.startsWith("refused: "), () -> code + " " + told);
    assertTrue(told.contains(why), () -> code + " " + told);
    assertFalse(told.contains(SECRET), () -> code + " " + told);
  }

  private void victim() throws Exception {
    active(
        VICTIM,
        ", \"apiKey\": \"" + SECRET + "\"",
        "api.export({ setup: () => api.setConfig('key', '"
            + SECRET
            + "'), key: () => api.getConfig('key') })",
        "<attachment name=\"notes.txt\">"
            + SECRET
            + "</attachment>\n<file name=\"notes.mjs\">export default '"
            + SECRET
            + "'</file>\n",
        Isolation.IN_JVM);
  }

  @Test
  void otherPluginsKeepTheirFilesAndSettings() throws Exception {
    ownFilesAndSettingsOnly(Isolation.IN_JVM);
  }

  @Test
  void otherPluginsKeepTheirFilesAndSettingsFromAProcess() throws Exception {
    ownFilesAndSettingsOnly(Isolation.PROCESS);
  }

  private void ownFilesAndSettingsOnly(Isolation isolation) throws Exception {
    victim();
    PluginStatus spy = spy(isolation);
    learns(spy, "mine", "return api.getAttachment('own.txt')");
    learns(spy, "mine", "return (await import('/plugin/own.mjs')).default");
    for (String name : List.of("notes.txt", "../Js Victim/notes.txt", VICTIM + "/notes.txt")) {
      isRefused(spy, "without an attachment named", "return api.getAttachment('" + name + "')");
    }
    for (String path :
        List.of(
            "/plugin/notes.mjs",
            "/plugin/../Js Victim/notes.mjs",
            "/Js Victim/notes.mjs",
            "../js-victim/notes.mjs")) {
      isRefused(spy, "Error", "return (await import('" + path + "')).default");
      isRefused(spy, "Error", "return importScripts('" + path + "')");
    }

    learns(spy, "kept", "await api.setConfig('own', 'kept'); return api.getConfig('own')");
    for (String key :
        List.of("key", "Js Victim/key", "public/Js Victim/key", "../key", "config_Js Victim_key")) {
      learns(spy, "null", "return (await api.getConfig('" + key + "')) ?? null");
    }
    learns(spy, "null", "return (await api.getConfig('_apiKey')) ?? null");
    String victim = attempt(spy, "return (await api.getPlugin('Js Victim')).config", "");
    assertTrue(victim.contains(VICTIM), victim);
    assertFalse(victim.contains(SECRET), victim);
    learns(
        spy,
        SECRET,
        "await api.setConfig('key', 'mine'); return (await api.getPlugin('Js Victim')).key()");
  }

  @Test
  void servicesOfAnotherWorkspaceNeedAPermission() throws Exception {
    servicesWithAPermissionOnly(Isolation.IN_JVM);
  }

  @Test
  void servicesOfAnotherWorkspaceNeedAPermissionInAProcess() throws Exception {
    servicesWithAPermissionOnly(Isolation.PROCESS);
  }

  private void servicesWithAPermissionOnly(Isolation isolation) throws Exception {
    PluginStatus spy = spy(isolation);
    assertNoService(spy, "vault");
    String answer =
        attempt(
            spy,
            "const answer = await fetch(api.config.server_url + '/js-vault/services/keeper:vault/open');"
                + " return answer.status + ' ' + (await answer.text())",
            "");
    assertTrue(answer.startsWith("learnt: 403 "), answer);
    assertFalse(answer.contains(SECRET), answer);
    isRefused(
        spy,
        "only administrators manage plugins",
        "return (await api.getService('plugin-manager')).list()");

    PluginStatus friend = spy(isolation, "service:js-vault/keeper:vault");
    for (String id : List.of("js-vault/keeper:vault", "js-vault/vault")) {
      learns(friend, SECRET, "return (await api.getService('" + id + "')).open()");
      learns(
          friend,
          SECRET + "!",
          "return (await api.get_service('" + id + "')).open(async (word) => word + '!')");
    }
    assertNoService(friend, "cellar");
    PluginStatus all = spy(isolation, "service:js-vault/*");
    learns(all, SECRET, "return (await api.getService('js-vault/keeper:cellar')).open()");
    learns(all, SECRET, "return (await api.getPlugin('js-vault/keeper:vault')).open()");
  }

  private void assertNoService(PluginStatus spy, String service) throws Exception {
    for (String id :
        List.of(
            "js-vault/keeper:" + service,
            "js-vault/" + service,
            "js-vault/*:" + service,
            "*/keeper:" + service,
            "*/" + service,
            "keeper:" + service,
            service)) {
      for (String method : List.of("getService", "getPlugin")) {
        isRefused(
            spy, "Service not found", "return (await api." + method + "('" + id + "')).open()");
      }
    }
    for (String query : List.of("{workspace: '*'}", "{workspace: 'js-vault'}")) {
      learns(spy, "[]", "return api.listServices(" + query + ")");
    }
    learns(spy, "[]", "return api.getServices({name: '" + service + "'})");
  }

  /** What it was permitted to use goes on to work when the hub is another one. */
  @Test
  void aServiceOfAnotherWorkspaceOutlivesTheHub() throws Exception {
    PluginStatus friend = spy(Isolation.IN_JVM, "service:js-vault/keeper:vault");
    get(plugins.call(friend, "hold", "js-vault/keeper:vault"));
    assertEquals(SECRET + "!", get(plugins.call(friend, "open")));
    Bundle hub = Bundles.find(context, "io.mycel.hub");
    hub.update(new ByteArrayInputStream(Bundles.jar(hub)));
    assertEquals(SECRET + "!", opened(friend));
    get(plugins.call(friend, "hold", "js-vault/keeper:vault"));
    assertEquals(SECRET + "!", get(plugins.call(friend, "open")));
  }

  /** The new hub has to hear of all services first. */
  private Object opened(PluginStatus plugin) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return get(plugins.call(plugin, "open"));
      } catch (ExecutionException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void theMachineIsOutOfReach() throws Exception {
    nothingOfTheMachine(Isolation.IN_JVM);
  }

  @Test
  void theMachineIsOutOfReachOfAProcess() throws Exception {
    nothingOfTheMachine(Isolation.PROCESS);
  }

  private void nothingOfTheMachine(Isolation isolation) throws Exception {
    PluginStatus spy = spy(isolation, "network:*", "network:127.0.0.1", "network:localhost");
    Path script =
        Files.writeString(folder.resolve("token.js"), "globalThis.got = '" + SECRET + "'");
    Path module = Files.writeString(folder.resolve("token.mjs"), "export default '" + SECRET + "'");
    for (String way :
        List.of(
            "return (await fetch(given[0])).text()",
            "importScripts(given[0]); return got",
            "return (await import(given[1])).default",
            "return (await import(given[2])).default",
            "return (await import('../'.repeat(20) + given[2].slice(1))).default",
            "return new WebSocket(given[0]).url",
            "return api.getAttachment(given[2])")) {
      isRefused(
          spy,
          "Error",
          way,
          List.of(script.toUri().toString(), module.toUri().toString(), module.toString()));
    }
    for (String name : List.of("process", "Java", "Polyglot", "Packages", "require", "Deno")) {
      learns(spy, "undefined", "return typeof " + name);
    }
    assertEquals(
        "learnt: [\"" + SPY + "\"]",
        attempt(
            spy,
            REACHABLE,
            List.of(
                SPY,
                System.getenv("PATH"),
                System.getProperty("user.dir"),
                System.getProperty("java.home"),
                context.getDataFile("").getPath())),
        "what it knows of the machine");
  }

  @Test
  void theLocalNetworkIsOutOfReach() throws Exception {
    nothingOfTheLocalNetwork(Isolation.IN_JVM);
  }

  @Test
  void theLocalNetworkIsOutOfReachOfAProcess() throws Exception {
    nothingOfTheLocalNetwork(Isolation.PROCESS);
  }

  private void nothingOfTheLocalNetwork(Isolation isolation) throws Exception {
    try (NetworkTrap trap = new NetworkTrap()) {
      trap.visit();
      PluginStatus spy = spy(isolation, "network:*", "network:127.0.0.1", "network:localhost");
      for (String host :
          List.of("127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "[::ffff:7f00:1]")) {
        String url = "://" + host + ":" + trap.port() + "/it.js";
        isRefused(spy, "Error", "return (await fetch('http" + url + "')).text()");
        isRefused(spy, "Error", "return importScripts('http" + url + "')");
        isRefused(spy, "Error", "return importScripts('https" + url + "')");
        isRefused(spy, "Error", "return import('https" + url + "')");
        learns(
            spy,
            "closed",
            "const socket = new WebSocket('ws"
                + url
                + "'); return new Promise((opened) => { socket.onopen = () => opened('open');"
                + " socket.onclose = () => opened('closed') })");
      }
      PluginStatus needy =
          plugins.install(
              "Js Needy",
              ", \"requirements\": [\"https://127.0.0.1:" + trap.port() + "/it.js\"]",
              "api.export({})",
              "",
              isolation);
      assertEquals(PluginState.FAILED, needy.state());
      assertTrue(needy.cause().contains("127.0.0.1"), needy.cause());
      trap.visit();
      assertEquals(2, trap.visits());
    }
  }
}
