package io.mycel.itest.framework;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginPermissions;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What surrounds a plugin in JavaScript that needs nothing but its script. */
final class ScriptContext {
  private ScriptContext() {}

  static PluginContext of(String script) {
    PluginDescriptor descriptor =
        new PluginDescriptor(
            "Script",
            "web-worker",
            "0.1.0",
            null,
            List.of(),
            "",
            List.of(),
            List.of(),
            Map.of(),
            List.of(
                new PluginBlock(PluginBlock.Kind.SCRIPT, Map.of("lang", "javascript"), script, 1)));
    PluginLog log = proxy(PluginLog.class, Map.of());
    return proxy(
        PluginContext.class,
        Map.of(
            "id",
            new PluginId("public", "Script"),
            "clientId",
            "script",
            "cancelled",
            new CompletableFuture<Void>(),
            "descriptor",
            descriptor,
            "permissions",
            PluginPermissions.NONE,
            "isolation",
            Isolation.IN_JVM,
            "log",
            log,
            "peer",
            Optional.empty(),
            "resumed",
            false,
            "workspaceFolder",
            Optional.empty()));
  }

  /** Answers methods without arguments by their names, and does nothing else. */
  private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> answers.get(method.getName())));
  }
}
