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

  String of(Command command, List<Command> commands) {
    StringBuilder text = new StringBuilder();
    text.append("Mycel ").append(version).append(": ").append(command.summary()).append("\n\n");
    text.append("Usage: mycel ").append(command.name()).append(" [options]");
    command.operands().ifPresent(operands -> text.append(' ').append(operands));
    text.append("\n\nCommands:\n");
    for (Command each : commands) {
      text.append("  ").append(each.name()).append("  ").append(each.summary()).append('\n');
    }
    text.append("\nOptions of ").append(command.name()).append(":\n");
    for (Option option : command.options()) {
      text.append("  ").append(option.flag()).append(' ').append(option.type().placeholder());
      text.append('\n');
      String standard = option.standard() == null ? "" : " [" + option.standard() + "]";
      wrap(text, option.help() + standard);
    }
    text.append("  --help\n").append(INDENT).append("Show this.\n");
    text.append("  --version\n").append(INDENT).append("Show the version.\n");
    return text.toString();
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
