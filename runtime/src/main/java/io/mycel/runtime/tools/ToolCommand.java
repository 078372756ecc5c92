package io.mycel.runtime.tools;

import io.mycel.api.plugin.tools.PluginTools;
import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.platform.ToolPlatform;
import io.mycel.runtime.text.PlainText;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleException;

/**
 * A command that needs no server, but what the bundles know of plugins.
 *
 * @param options in the order of its help
 * @param action what it does
 */
record ToolCommand(
    String name, String summary, Operands operands, List<Option> options, Action action)
    implements Command {
  private static final String SHARED = "io.mycel.api.plugin.tools;version=\"1.0.0\"";

  /**
   * One command line.
   *
   * @param paths what the operands name
   */
  record Work(PluginTools tools, Arguments arguments, List<Path> paths, Terminal terminal) {
    void print(String line) {
      terminal.out().println(line);
    }
  }

  /** What a command does. */
  @FunctionalInterface
  interface Action {

    /**
     * Does it; returns the exit code.
     *
     * @throws IOException a file is not there, or cannot be read or written
     */
    int run(Work work) throws UsageException, FailureException, IOException;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal)
      throws UsageException, FailureException, InterruptedException {
    List<Path> paths = paths(arguments.operands());
    try (ToolPlatform platform = ToolPlatform.open(SHARED, terminal.err())) {
      PluginTools tools = platform.tool(PluginTools.class);
      return run(new Work(tools, arguments, paths, terminal));
    } catch (IOException | BundleException e) {
      throw new FailureException("the tools cannot be used: " + e.getMessage(), e);
    }
  }

  private int run(Work work) throws UsageException, FailureException {
    try {
      return action.run(work);
    } catch (IOException e) {
      throw new UsageException(PlainText.line(e.getMessage()), e);
    }
  }

  private static List<Path> paths(List<String> typed) throws UsageException {
    List<Path> paths = new ArrayList<>();
    for (String text : typed) {
      try {
        paths.add(Path.of(text));
      } catch (InvalidPathException e) {
        throw new UsageException("'" + PlainText.line(text) + "' is no path", e);
      }
    }
    return paths;
  }
}
