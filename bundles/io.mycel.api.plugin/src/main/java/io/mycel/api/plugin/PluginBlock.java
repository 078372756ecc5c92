package io.mycel.api.plugin;

import java.util.Map;

/**
 * One block of a plugin file, such as {@code <script lang="javascript">…</script>}.
 *
 * @param kind what it is for
 * @param attributes those of its tag; one without a value has the value {@code true}
 * @param content what stands between its tags, without the white space that all its lines begin
 *     with; the first line is what follows the tag on its own line, mostly nothing
 * @param line where the content begins in the file, counted from 1, so that line {@code n} of the
 *     content is line {@code line + n - 1} of the file
 */
public record PluginBlock(Kind kind, Map<String, String> attributes, String content, int line) {

  /** What blocks are for. */
  public enum Kind {
    /** Name, type, version and all the other settings, in JSON or YAML. */
    CONFIG,
    /** Code, in the language of {@code lang}. */
    SCRIPT,
    /** CSS, here or at {@code src}. */
    STYLE,
    /** The HTML of a window. */
    WINDOW,
    /** A link to a style sheet. */
    LINK,
    /** Documentation in Markdown. */
    DOCS,
    /** A text with a {@code name}, which the plugin can read. */
    ATTACHMENT,
    /** A file with a {@code name}, as Hypha writes attachments. */
    FILE
  }

  /** A block; the attributes are copied. */
  public PluginBlock {
    attributes = Map.copyOf(attributes);
  }

  /** An attribute, or null. */
  public String attribute(String name) {
    return attributes.get(name);
  }
}
