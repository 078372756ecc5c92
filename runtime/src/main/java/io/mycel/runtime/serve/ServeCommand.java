package io.mycel.runtime.serve;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.platform.Listening;
import io.mycel.runtime.platform.OwnJar;
import io.mycel.runtime.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleException;

/** Runs the platform until it is stopped. */
public final class ServeCommand implements Command {
  private static final int FAILED = 1;

  private final String version;

  /** The command of a version. */
  public ServeCommand(String version) {
    this.version = version;
  }

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String summary() {
    return "Runs the server (the default).";
  }

  @Override
  public List<Option> options() {
    return ServeOptions.ALL;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal)
      throws UsageException, InterruptedException {
    Map<String, Map<String, Object>> configurations =
        Configurations.of(arguments, terminal.environment());
    boolean logged = Logging.configure((String) ServeOptions.LOG_LEVEL.required(arguments));
    Duration patience =
        Duration.ofSeconds((Integer) ServeOptions.START_TIMEOUT.required(arguments));
    try (DataDirectory data =
        DataDirectory.open((Path) ServeOptions.DATA_DIR.required(arguments))) {
      String token = ConnectionToken.of(data.path());
      Platform platform = new Platform(OwnJar.path(), data.cache(), terminal.err());
      try (CleanStop stop = new CleanStop(platform, terminal.err())) {
        stop.onShutdown();
        platform.start(configurations, patience);
        return serve(platform, token, patience, logged, terminal);
      }
    } catch (IOException | BundleException e) {
      terminal.err().println("mycel: cannot start: " + e.getMessage());
      return FAILED;
    }
  }

  private int serve(
      Platform platform, String token, Duration patience, boolean logged, Terminal terminal)
      throws UsageException, InterruptedException {
    Listening listening = platform.awaitListening(patience);
    if (listening instanceof Listening.At at) {
      terminal.out().println("Mycel " + version + " listening at " + at.uri());
      terminal.out().println("Connection token: " + token);
      terminal.out().flush();
      platform.awaitStop();
      return 0;
    }
    if (listening instanceof Listening.Failed failed) {
      if (logged) {
        // The transport has said so where the user looks.
        return UsageException.EXIT_CODE;
      }
      throw new UsageException(failed.reason());
    }
    terminal
        .err()
        .println(
            "mycel: nothing listens after "
                + patience.toSeconds()
                + " s; bundles that are not active: "
                + platform.absent());
    return FAILED;
  }
}
