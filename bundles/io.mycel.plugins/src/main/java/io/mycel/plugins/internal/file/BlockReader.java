package io.mycel.plugins.internal.file;

import io.mycel.api.plugin.PluginBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a plugin file into its blocks. It reads what both parsers in use read (imjoy-core's {@code
 * pluginParser}, Hypha's {@code plugin_parser}): elements at the top level, with whatever they
 * hold. A file is walked once, whatever it holds.
 */
final class BlockReader {
  /** Elements that are left open, after which a file is not a plugin file. */
  private static final int MAX_OPEN = 64;

  private static final int MAX_BLOCKS = 1000;

  private static final Set<PluginBlock.Kind> RAW =
      Set.of(PluginBlock.Kind.SCRIPT, PluginBlock.Kind.STYLE, PluginBlock.Kind.CONFIG);

  private static final Map<String, PluginBlock.Kind> KINDS = kinds();

  private final String file;
  private final String text;
  private final Lines lines;
  private final List<PluginBlock> blocks = new ArrayList<>();
  private final Set<String> neverClosed = new HashSet<>();
  private int at;

  private static Map<String, PluginBlock.Kind> kinds() {
    Map<String, PluginBlock.Kind> kinds = new LinkedHashMap<>();
    for (PluginBlock.Kind kind : PluginBlock.Kind.values()) {
      kinds.put(kind.name().toLowerCase(Locale.ROOT), kind);
    }
    // Hypha's other name
    kinds.put("manifest", PluginBlock.Kind.CONFIG);
    return kinds;
  }

  BlockReader(String file, String text) {
    this.file = file;
    this.text = text;
    this.lines = new Lines(text);
  }

  /** The blocks in their order; elements with other names are left out. */
  List<PluginBlock> read() throws PluginFormatException {
    while (true) {
      at = text.indexOf('<', at);
      if (at < 0 || at == text.length() - 1) {
        return blocks;
      }
      if (text.startsWith("<!--", at)) {
        skipBehind("-->");
      } else if (isNameStart(text.charAt(at + 1))) {
        element();
      } else if (text.charAt(at + 1) == '/' || text.charAt(at + 1) == '!') {
        skipBehind(">");
      } else {
        at++;
      }
    }
  }

  private void element() throws PluginFormatException {
    int start = at;
    Tag tag = Tag.read(text, start);
    if (tag == null) {
      throw error(start, "the tag '<" + firstWord(start + 1) + "' does not end: add '>'");
    }
    at = tag.end();
    PluginBlock.Kind kind = KINDS.get(tag.name());
    int end = tag.empty() || kind == PluginBlock.Kind.LINK ? at : contentEnd(kind, tag.name());
    if (kind == null) {
      if (end < 0) {
        leaveOpen(start, tag.name());
      } else if (!tag.empty()) {
        at = end;
        skipBehind(">");
      }
      return;
    }
    if (end < 0) {
      throw error(
          start, "the block <" + tag.name() + "> does not end: add '</" + tag.name() + ">'");
    }
    if (blocks.size() == MAX_BLOCKS) {
      throw error(start, "more than " + MAX_BLOCKS + " blocks");
    }
    blocks.add(
        new PluginBlock(
            kind, tag.attributes(), Indentation.remove(text.substring(at, end)), lines.of(at)));
    if (end > at) {
      at = end;
      skipBehind(">");
    }
  }

  /** An unknown element without an end, such as {@code <br>}: only its tag is skipped. */
  private void leaveOpen(int start, String name) throws PluginFormatException {
    neverClosed.add(name);
    if (neverClosed.size() > MAX_OPEN) {
      throw error(start, "more than " + MAX_OPEN + " kinds of elements do not end; no plugin file");
    }
  }

  /** Where the closing tag of the element begins whose content starts here, or -1. */
  private int contentEnd(PluginBlock.Kind kind, String name) {
    if (neverClosed.contains(name)) {
      return -1;
    }
    boolean raw = kind != null && RAW.contains(kind);
    int depth = 1;
    int next = text.indexOf('<', at);
    while (next >= 0) {
      if (!raw && text.startsWith("<!--", next)) {
        next = text.indexOf("-->", next);
        if (next < 0) {
          return -1;
        }
      } else if (isTag(next + 1, name, '/')) {
        depth--;
        if (depth == 0) {
          return next;
        }
      } else if (!raw && isTag(next, name, '<')) {
        depth++;
      }
      next = text.indexOf('<', next + 1);
    }
    return -1;
  }

  /** True if a character stands at a place, and after it the whole of a name. */
  private boolean isTag(int place, String name, char before) {
    int end = place + 1 + name.length();
    return end <= text.length()
        && text.charAt(place) == before
        && text.regionMatches(true, place + 1, name, 0, name.length())
        && (end == text.length() || !isNamePart(text.charAt(end)));
  }

  private void skipBehind(String end) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found + end.length();
  }

  private String firstWord(int from) {
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return text.substring(from, end);
  }

  private PluginFormatException error(int position, String message) {
    return new PluginFormatException(file, lines.of(position), message);
  }

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
  }
}
