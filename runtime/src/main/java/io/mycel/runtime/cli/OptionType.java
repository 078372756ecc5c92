package io.mycel.runtime.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the text after an option becomes a value. */
public enum OptionType {
  /** A {@code String} that is not empty. */
  TEXT("TEXT", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return text(option, text);
    }
  },
  /** A {@code Boolean}: true if it was given. */
  FLAG("", Arity.NONE) {
    @Override
    Object convert(Option option, List<String> texts) throws UsageException {
      if (!texts.isEmpty()) {
        throw new UsageException("option " + option.flag() + " takes no value");
      }
      return true;
    }
  },
  /** A {@code String[]} of texts that are not empty: the option given many times. */
  TEXTS("TEXT", Arity.ONE) {
    @Override
    Object convert(Option option, List<String> texts) throws UsageException {
      for (String text : texts) {
        text(option, text);
      }
      return texts.toArray(String[]::new);
    }
  },
  /** An {@code Integer} from 1 to 100,000. */
  NUMBER("N", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return number(option, text, 1, 100_000);
    }
  },
  /** An {@code Integer} from 0 to 65535; 0 lets the system choose. */
  PORT("PORT", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return number(option, text, 0, 65535);
    }
  },
  /** An {@code Integer} of seconds, from 1 to 3600. */
  SECONDS("SECONDS", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return number(option, text, 1, 3600);
    }
  },
  /** An absolute http(s) URL as a {@code String}, without a slash at its end. */
  URL("URL", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      try {
        URI uri = new URI(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (Set.of("http", "https").contains(scheme) && uri.getHost() != null) {
          return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        }
      } catch (URISyntaxException e) {
        throw new UsageException(notUrl(option, text), e);
      }
      throw new UsageException(notUrl(option, text));
    }
  },
  /** An absolute {@code Path}; a leading {@code ~} is the home directory. */
  PATH("DIR", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return path(option, text);
    }
  },
  /** An absolute {@code Path} of a file; a leading {@code ~} is the home directory. */
  FILE("FILE", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return path(option, text);
    }
  },
  /** One of the words of Python's logging, which Hypha takes, as a level of Logback. */
  LOG_LEVEL("LEVEL", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "trace" -> "TRACE";
        case "debug" -> "DEBUG";
        case "info" -> "INFO";
        case "warn", "warning" -> "WARN";
        case "error", "critical" -> "ERROR";
        default ->
            throw new UsageException(
                "option "
                    + option.flag()
                    + " must be one of trace, debug, info, warning, error, not '"
                    + text
                    + "'");
      };
    }
  },
  /** One of the words that say where a plugin runs. */
  ISOLATION("in-jvm|process", Arity.ONE) {
    @Override
    Object one(Option option, String text) throws UsageException {
      if (Set.of("in-jvm", "process").contains(text)) {
        return text;
      }
      throw new UsageException(
          "option " + option.flag() + " must be in-jvm or process, not '" + text + "'");
    }
  },
  /** A {@code String[]}: the option given many times, with many values, or with commas. */
  LIST("TEXT,...", Arity.MANY) {
    @Override
    Object convert(Option option, List<String> texts) throws UsageException {
      return texts.stream()
          .flatMap(text -> Arrays.stream(text.split(",")))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .toArray(String[]::new);
    }
  },
  /** A {@code String[]} of {@code /path:directory}, each directory absolute and there. */
  MOUNTS("/PATH:DIR ...", Arity.MANY) {
    @Override
    Object convert(Option option, List<String> texts) throws UsageException {
      List<String> mounts = new ArrayList<>();
      for (String text : texts) {
        mounts.add(mount(option, text));
      }
      return mounts.toArray(String[]::new);
    }
  },
  /** A {@code String[]} of {@code pid:key=value}. */
  PROPERTIES("PID:KEY=VALUE ...", Arity.MANY) {
    @Override
    Object convert(Option option, List<String> texts) throws UsageException {
      for (String text : texts) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.indexOf('=', colon) <= colon + 1) {
          throw new UsageException(
              "option " + option.flag() + " must look like pid:key=value, not '" + text + "'");
        }
      }
      return texts.toArray(String[]::new);
    }
  };

  /** How many values one flag takes. */
  enum Arity {
    /** None: that it is there is its value. */
    NONE(0),
    /** Exactly one. */
    ONE(1),
    /** All words up to the next option. */
    MANY(Integer.MAX_VALUE);

    private final int most;

    Arity(int most) {
      this.most = most;
    }

    int most() {
      return most;
    }
  }

  private final String placeholder;
  private final Arity arity;

  OptionType(String placeholder, Arity arity) {
    this.placeholder = placeholder;
    this.arity = arity;
  }

  /** What stands for the value in the help. */
  public String placeholder() {
    return placeholder;
  }

  /** How many values one flag takes. */
  Arity arity() {
    return arity;
  }

  /** The value of all that was given; of the last one, where only one counts. */
  Object convert(Option option, List<String> texts) throws UsageException {
    return one(option, texts.get(texts.size() - 1));
  }

  Object one(Option option, String text) throws UsageException {
    throw new UnsupportedOperationException(this + " takes many values");
  }

  private static String text(Option option, String text) throws UsageException {
    if (text.isBlank()) {
      throw new UsageException("option " + option.flag() + " must not be empty");
    }
    return text;
  }

  private static int number(Option option, String text, int least, int most) throws UsageException {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(notNumber(option, text, least, most), e);
    }
    throw new UsageException(notNumber(option, text, least, most));
  }

  private static String notNumber(Option option, String text, int least, int most) {
    return "option "
        + option.flag()
        + " must be a number from "
        + least
        + " to "
        + most
        + ", not '"
        + text
        + "'";
  }

  private static String notUrl(Option option, String text) {
    return "option "
        + option.flag()
        + " must be a URL like https://example.org, not '"
        + text
        + "'";
  }

  private static Path path(Option option, String text) throws UsageException {
    text(option, text);
    try {
      // Shells do not replace the tilde of --option=~/dir.
      boolean home = text.equals("~") || text.startsWith("~/");
      Path path = Path.of(home ? System.getProperty("user.home") + text.substring(1) : text);
      return path.toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(
          "option " + option.flag() + ": '" + text + "' is no path: " + e.getReason(), e);
    }
  }

  private static String mount(Option option, String text) throws UsageException {
    int colon = text.indexOf(':');
    if (colon < 2 || text.charAt(0) != '/' || colon == text.length() - 1) {
      throw new UsageException(
          "option " + option.flag() + " must look like /path:directory, not '" + text + "'");
    }
    Path directory = path(option, text.substring(colon + 1));
    if (!Files.isDirectory(directory)) {
      throw new UsageException("option " + option.flag() + ": there is no directory " + directory);
    }
    return text.substring(0, colon + 1) + directory;
  }
}
