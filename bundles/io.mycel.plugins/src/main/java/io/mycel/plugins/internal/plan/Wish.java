package io.mycel.plugins.internal.plan;

/**
 * What a user wants to be installed.
 *
 * @param uri as the user wrote it, or the text of a plugin file
 * @param tag null for that of the URI, or else the plugin's first
 * @param workspace where it shall live
 * @param pin true if updates shall leave it as it is
 */
public record Wish(String uri, String tag, String workspace, boolean pin) {

  /** One with the tag of its URI. */
  public Wish(String uri, String workspace, boolean pin) {
    this(uri, null, workspace, pin);
  }
}
