package io.mycel.shell.internal;

import io.mycel.api.plugin.PluginManager;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The commands {@code mycel:plugins}, {@code mycel:plugin-log} and so on. Each is a service of its
 * own, since no method can have a name with a dash. They stay while the plugin manager is replaced.
 */
@Component(service = {})
public class PluginCommandsComponent {
  private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile PluginManager manager;

  private interface Action {
    Object run(PluginCommands commands, List<String> words) throws Exception;
  }

  /** Registers the commands. */
  @Activate
  public PluginCommandsComponent(BundleContext context) {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put("plugins", PluginCommands::plugins);
    actions.put("plugin-log", PluginCommands::log);
    actions.put("plugin-install", PluginCommands::install);
    actions.put("plugin-start", PluginCommands::start);
    actions.put("plugin-stop", PluginCommands::stop);
    actions.put("plugin-remove", PluginCommands::remove);
    actions.forEach(
        (name, action) -> {
          Dictionary<String, Object> properties = new Hashtable<>();
          properties.put(CommandProcessor.COMMAND_SCOPE, "mycel");
          properties.put(CommandProcessor.COMMAND_FUNCTION, name);
          Function function =
              (session, arguments) ->
                  action.run(commands(), arguments.stream().map(String::valueOf).toList());
          registrations.add(context.registerService(Function.class, function, properties));
        });
  }

  /** Takes the commands away. */
  @Deactivate
  public void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  private PluginCommands commands() {
    PluginManager now = manager;
    if (now == null) {
      throw new IllegalStateException("nobody manages plugins; start the bundle io.mycel.plugins");
    }
    return new PluginCommands(now);
  }
}
