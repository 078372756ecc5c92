package io.mycel.runtime.cli;

import java.util.List;

/** Writes the help of a command from its table of options. */
final class Help {
  private static final int WIDTH = 100;
  private static final String INDENT = "      ";

  private final String version;

  Help(String version) {
    this.version = version;
  }

  /**
   * The help of a command.
   *
   * @param path the words that name it
   * @param all those that a first word may name
   */
  String of(List<String> path, Command command, List<Command> all) {
    String name = String.join(" ", path);
    StringBuilder text = new StringBuilder();
    text.append("Mycel ").append(version).append(": ").append(command.summary()).append("\n\n");
    text.append("Usage: mycel ").append(name);
    boolean group = !command.commands().isEmpty();
    text.append(group ? " COMMAND [options]" : " [options]");
    if (!command.operands().placeholder().isEmpty()) {
      text.append(' ').append(command.operands().placeholder());
    }
    if (group || path.size() == 1) {
      text.append("\n\nCommands").append(group ? " of " + name : "").append(":\n");
      for (Command each : group ? command.commands() : all) {
        text.append("  ").append(usage(each, group)).append("  ").append(each.summary());
        text.append('\n');
      }
    } else {
      text.append("\n\n");
    }
    if (group) {
      text.append("\nmycel ").append(name).append(" COMMAND --help tells more of one.\n");
      return text.toString();
    }
    text.append(text.charAt(text.length() - 2) == '\n' ? "" : "\n");
    text.append("Options of ").append(name).append(":\n");
    for (Option option : command.options()) {
      text.append("  ").append(option.flag()).append(' ').append(option.type().placeholder());
      text.setLength(text.toString().stripTrailing().length());
      text.append('\n');
      String standard = option.standard() == null ? "" : " [" + option.standard() + "]";
      wrap(text, option.help() + standard);
    }
    text.append("  --help\n").append(INDENT).append("Show this.\n");
    text.append("  --version\n").append(INDENT).append("Show the version.\n");
    return text.toString();
  }

  private static String usage(Command command, boolean withOperands) {
    String operands = command.operands().placeholder();
    return withOperands && !operands.isEmpty() ? command.name() + " " + operands : command.name();
  }

  private static void wrap(StringBuilder text, String paragraph) {
    int column = 0;
    for (String word : paragraph.split(" ")) {
      if (column == 0 || column + 1 + word.length() > WIDTH) {
        text.append(column == 0 ? "" : "\n").append(INDENT).append(word);
        column = INDENT.length() + word.length();
      } else {
        text.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    text.append('\n');
  }
}
