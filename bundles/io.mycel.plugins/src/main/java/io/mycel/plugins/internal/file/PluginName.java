package io.mycel.plugins.internal.file;

/** What plugins may be called, wherever their names stand. */
public final class PluginName {
  /** It becomes part of the name of a bundle and of files. */
  private static final int MAX_CHARS = 100;

  private PluginName() {}

  /**
   * What is wrong with a name; empty if nothing is. What is not seen is refused, since it makes one
   * name look like another, or turns the line around that it is shown in.
   *
   * @param name without white space around it
   */
  public static String problem(String name) {
    if (name.isEmpty()) {
      return "it is missing";
    }
    if (name.length() > MAX_CHARS) {
      return "it has more than " + MAX_CHARS + " characters";
    }
    boolean leads = name.indexOf('/') >= 0 || name.indexOf('\\') >= 0;
    if (leads || name.equals(".") || name.equals("..") || !name.equals(CleanText.line(name))) {
      return "it must have no '/', no '\\', and no characters that are not seen (control"
          + " characters, marks of direction)";
    }
    return "";
  }
}
