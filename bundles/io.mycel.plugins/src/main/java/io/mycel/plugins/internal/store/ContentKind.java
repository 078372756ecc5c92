package io.mycel.plugins.internal.store;

/** What a content is. */
public enum ContentKind {
  /** A plugin file, to be written as a bundle. */
  FILE,
  /** A Java plugin's bundle. */
  BUNDLE,
  /** A bundle that Java plugins need, and no plugin. */
  LIBRARY
}
