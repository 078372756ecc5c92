package io.mycel.runtime.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.runtime.cli.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuideTest {

  @Test
  void tableOfTheGuideIsTheTableOfTheProgram() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("GUIDE.md"));
    List<String> guide =
        lines.stream()
            .skip(lines.indexOf("## Options") + 1L)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `--"))
            .toList();
    assertEquals(ServeOptions.ALL.stream().map(GuideTest::row).toList(), guide);
  }

  private static String row(Option option) {
    String standard = option.standard() == null ? "" : "`" + option.standard() + "`";
    String target =
        option.target() == null ? "" : option.target().pid() + " `" + option.target().key() + "`";
    String typed = (option.flag() + " " + option.type().placeholder()).strip();
    return String.format("| `%s` | %s | %s | %s |", typed, standard, target, option.help());
  }
}
