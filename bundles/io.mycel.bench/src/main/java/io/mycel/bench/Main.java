package io.mycel.bench;

import io.mycel.bench.soak.SoakCommand;
import java.io.PrintStream;
import java.util.List;

/**
 * What the script {@code runtime/mycel} runs for {@code bench} and {@code soak}: the words that
 * start the server, then {@code --}, then the command and its options.
 */
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  /** Ends with 0, with 1 if something failed, or with 2 if it was asked for what it cannot do. */
  public static void main(String[] args) {
    int border = List.of(args).indexOf("--");
    if (border < 1 || border == args.length - 1) {
      System.err.println("mycel: run me as runtime/mycel bench");
      System.exit(USAGE);
    }
    List<String> server = List.of(args).subList(0, border);
    List<String> words = List.of(args).subList(border + 1, args.length);
    System.exit(run(server, words.get(0), words.subList(1, words.size()), System.out));
  }

  private static int run(
      List<String> server, String command, List<String> options, PrintStream out) {
    try {
      return switch (command) {
        case "bench" -> new BenchCommand(server).run(options, out);
        case "soak" -> new SoakCommand(server).run(options, out);
        default -> throw new UsageException("there is no command " + command);
      };
    } catch (UsageException e) {
      System.err.println("mycel: " + e.getMessage());
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
