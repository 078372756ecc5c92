package io.mycel.runtime.cli;

import java.util.List;
import java.util.Optional;

/**
 * One row of the option table.
 *
 * @param name as typed, without the two dashes
 * @param type how its text becomes a value
 * @param standard the text that stands for it when it is not given; null for none
 * @param target where its value goes; null if only the launcher reads it
 * @param help what it does, for {@code --help} and the user guide
 */
public record Option(String name, OptionType type, String standard, Target target, String help) {

  /**
   * A place in the configuration of the platform.
   *
   * @param pid the PID of a component in ConfigAdmin
   * @param key the property
   */
  public record Target(String pid, String key) {}

  /** As typed, with the dashes. */
  public String flag() {
    return "--" + name;
  }

  /** Its value, given or standard; empty if there is neither. */
  public Optional<Object> value(Arguments arguments) throws UsageException {
    List<String> texts = arguments.texts(name);
    if (texts == null) {
      texts = standard == null ? null : List.of(standard);
    }
    return texts == null ? Optional.empty() : Optional.of(type.convert(this, texts));
  }

  /** Whether it was given. */
  public boolean isGiven(Arguments arguments) throws UsageException {
    return value(arguments).isPresent();
  }

  /** Its value, given or standard, of an option that has a standard. */
  public Object required(Arguments arguments) throws UsageException {
    return value(arguments).orElseThrow();
  }
}
