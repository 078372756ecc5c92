package io.mycel.plugins.internal.github;

import java.net.URI;

/**
 * Where GitHub is: the public one, or an enterprise's, or a mirror. What is remembered of a plugin
 * holds the public names, so that it means the same behind any mirror.
 *
 * @param web its pages, without a slash at the end, as all of these
 * @param raw its files
 * @param api its REST interface
 * @param gist its gists
 */
public record GitHubHosts(String web, String raw, String api, String gist) {
  private static final String WEB = "https://github.com";
  private static final String RAW = "https://raw.githubusercontent.com";
  private static final String API = "https://api.github.com";
  private static final String GIST = "https://gist.github.com";

  /** The public GitHub. */
  public static final GitHubHosts PUBLIC = new GitHubHosts(WEB, RAW, API, GIST);

  /** All of them. */
  public URI[] urls() {
    return new URI[] {URI.create(web), URI.create(raw), URI.create(api), URI.create(gist)};
  }

  /** The URL with the public name of a host in the place of ours. */
  public String known(String url) {
    return swap(swap(swap(swap(url, raw, RAW), api, API), gist, GIST), web, WEB);
  }

  /** Where a URL with a public name is to be asked for. */
  public URI actual(URI url) {
    String text = url.toString();
    return URI.create(swap(swap(swap(swap(text, RAW, raw), API, api), GIST, gist), WEB, web));
  }

  private static String swap(String url, String from, String to) {
    boolean there =
        url.regionMatches(true, 0, from + "/", 0, from.length() + 1) && !from.equals(to);
    return there ? to + url.substring(from.length()) : url;
  }
}
