package io.mycel.plugins.internal.collection;

import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.RunningPlugin;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;

/**
 * Runs collections: plugins that are nothing but a name for those that they depend on. They are
 * there when all of these are.
 */
@Component(property = PluginRuntime.TYPES + "=collection")
public final class CollectionRuntime implements PluginRuntime {

  private record Running() implements RunningPlugin {
    @Override
    public Map<String, Object> members() {
      return Map.of();
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedStage(null);
    }
  }

  @Override
  public CompletionStage<RunningPlugin> start(PluginContext plugin) {
    return CompletableFuture.completedStage(new Running());
  }
}
