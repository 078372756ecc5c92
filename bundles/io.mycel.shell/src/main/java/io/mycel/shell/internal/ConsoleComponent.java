package io.mycel.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the console in the data directory; where it cannot, the rest goes on without it. */
@Component(
    configurationPid = "io.mycel.shell",
    immediate = true,
    service = {})
@Designate(ocd = ConsoleConfig.class)
public class ConsoleComponent {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleComponent.class);

  /** Null if there is no console. */
  private final ConsoleServer server;

  /** Opens it. */
  @Activate
  public ConsoleComponent(ConsoleConfig config, @Reference CommandProcessor processor) {
    ConsoleLimits limits =
        new ConsoleLimits(
            config.maxSessions(),
            config.maxLineBytes(),
            Duration.ofSeconds(config.writeTimeoutSeconds()),
            Duration.ofSeconds(config.idleTimeoutSeconds()));
    server = config.dataDir().isBlank() ? null : open(config.dataDir(), processor, limits);
  }

  private static ConsoleServer open(
      String dataDir, CommandProcessor processor, ConsoleLimits limits) {
    try {
      return new ConsoleServer(ConsoleSocket.open(Path.of(dataDir)), processor, limits);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("no console: {}", e.getMessage());
      return null;
    }
  }

  @Deactivate
  void stop() {
    if (server != null) {
      server.close();
    }
  }
}
