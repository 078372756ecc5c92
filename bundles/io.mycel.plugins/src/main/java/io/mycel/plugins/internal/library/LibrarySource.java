package io.mycel.plugins.internal.library;

import java.net.URI;
import java.util.List;

/** What a library's URL stands for. */
sealed interface LibrarySource {

  /**
   * A file of an npm package.
   *
   * @param names the package's, the likeliest first: not every network has npm's names
   * @param range which versions; {@code latest} for any
   * @param path in the package; empty for what it says is its main file
   * @param exact true if the path is npm's; else the file may be in another folder
   */
  record Npm(List<String> names, String range, String path, boolean exact)
      implements LibrarySource {}

  /**
   * A file of a repository at GitHub.
   *
   * @param ref a commit, branch or tag, or a range of versions; null for the default branch
   * @param path as it stands in a URL
   */
  record GitHubFile(String owner, String repository, String ref, String path)
      implements LibrarySource {}

  /** Any other URL. */
  record Plain(URI url) implements LibrarySource {}
}
