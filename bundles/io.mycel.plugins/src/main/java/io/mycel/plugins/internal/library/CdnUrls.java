package io.mycel.plugins.internal.library;

import io.mycel.plugins.internal.github.GitHub;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URLs of the well-known content networks, and what they stand for. */
final class CdnUrls {
  private static final String PACKAGE = "((?:@[^/@]+/)?[^/@]+)";

  /** The first form that a URL fits counts. */
  private static final Map<Pattern, Function<Matcher, LibrarySource>> FORMS = forms();

  private CdnUrls() {}

  private static Map<Pattern, Function<Matcher, LibrarySource>> forms() {
    Map<Pattern, Function<Matcher, LibrarySource>> forms = new LinkedHashMap<>();
    String packaged = PACKAGE + "(?:@([^/]+))?(?:/(.*))?";
    add(forms, "cdn.jsdelivr.net/npm/" + packaged, CdnUrls::npm);
    add(forms, "(?:www\\.)?unpkg.com/" + packaged, CdnUrls::npm);
    add(
        forms,
        "cdn.jsdelivr.net/gh/([^/]+)/([^/@]+)(?:@([^/]+))?/(.+)",
        url ->
            new LibrarySource.GitHubFile(url.group(1), url.group(2), url.group(3), url.group(4)));
    String file = "/([^/]+)/([^/]+)/([^/]+)/(.+)";
    for (String host :
        List.of(
            "(?:cdn\\.|raw)?rawgit.com",
            "raw(?:cdn)?.githack.com",
            "cdn.statically.io/gh",
            "combinatronics.com")) {
      add(
          forms,
          host + file,
          url ->
              new LibrarySource.GitHubFile(url.group(1), url.group(2), url.group(3), url.group(4)));
    }
    add(
        forms,
        "github.com/([^/]+)/([^/]+)/(?:raw|blob)/([^/]+)/(.+)",
        url ->
            new LibrarySource.GitHubFile(url.group(1), url.group(2), url.group(3), url.group(4)));
    add(
        forms,
        "static.imjoy.io/(.+)",
        url ->
            new LibrarySource.GitHubFile(
                "imjoy-team", "static.imjoy.io", null, "docs/" + url.group(1)));
    for (String host : List.of("cdnjs.cloudflare.com/ajax/libs", "ajax.googleapis.com/ajax/libs")) {
      add(
          forms,
          host + "/([^/]+)/r?([^/]+)/(.+)",
          url -> loose(url.group(1), url.group(2), url.group(3)));
    }
    add(
        forms,
        "(?:stackpath|maxcdn|netdna)\\.bootstrapcdn.com/([^/]+)/([^/]+)/(.+)",
        url -> loose(url.group(1), url.group(2), url.group(3)));
    add(
        forms,
        "use.fontawesome.com/releases/v([^/]+)/(.+)",
        url -> loose("@fortawesome/fontawesome-free", url.group(1), url.group(2)));
    add(
        forms,
        "code.jquery.com/jquery-(\\d[\\d.]*?)((?:\\.slim)?(?:\\.min)?\\.js)",
        url -> loose("jquery", url.group(1), "jquery" + url.group(2)));
    add(
        forms,
        "code.jquery.com/ui/([^/]+)/(.+)",
        url -> loose("jqueryui", url.group(1), url.group(2)));
    add(
        forms,
        "cdn.plot.ly/plotly-(?:([a-z0-9]+)-)?(\\d[\\d.]*?|latest)((?:\\.min)?\\.js)",
        CdnUrls::plotly);
    add(
        forms,
        "d3js.org/d3\\.v(\\d+)((?:\\.min)?\\.js)",
        url -> loose("d3", url.group(1), "d3" + url.group(2)));
    return forms;
  }

  private static void add(
      Map<Pattern, Function<Matcher, LibrarySource>> forms,
      String form,
      Function<Matcher, LibrarySource> source) {
    forms.put(Pattern.compile("https?://" + form.replace(".com", "\\.com")), source);
  }

  /** What a URL stands for. */
  static LibrarySource of(URI url) {
    String query = url.getRawQuery();
    // a query asks for something that is made of the file
    boolean made = query != null && query.matches("(?:module|meta|external).*");
    String text = url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    Optional<GitHub.File> file = GitHub.file(URI.create(text));
    if (file.isPresent()) {
      GitHub.File at = file.get();
      return new LibrarySource.GitHubFile(at.owner(), at.repository(), at.ref(), at.path());
    }
    if (!made && !text.endsWith("/+esm") && !text.contains("/..")) {
      for (Map.Entry<Pattern, Function<Matcher, LibrarySource>> form : FORMS.entrySet()) {
        Matcher matcher = form.getKey().matcher(text);
        if (matcher.matches()) {
          return form.getValue().apply(matcher);
        }
      }
    }
    return new LibrarySource.Plain(url);
  }

  private static LibrarySource npm(Matcher url) {
    String path = url.group(3) == null ? "" : decoded(url.group(3));
    String range = url.group(2) == null ? "latest" : decoded(url.group(2));
    return new LibrarySource.Npm(List.of(decoded(url.group(1))), range, path, true);
  }

  /** A file under a name and in a folder that are the network's own. */
  private static LibrarySource loose(String library, String version, String path) {
    // three.js counts its releases r84, npm 0.84.0
    boolean release = library.startsWith("three") && version.matches("\\d+");
    String range = release ? "0." + version : decoded(version);
    return new LibrarySource.Npm(CdnNames.npm(decoded(library)), range, decoded(path), false);
  }

  private static String decoded(String part) {
    return URI.create("/" + part).getPath().substring(1);
  }

  /** The newest one there is the last of version 1: {@code latest} was left where it was. */
  private static LibrarySource plotly(Matcher url) {
    String bundle = url.group(1) == null ? "" : "-" + url.group(1);
    String version = url.group(2).equals("latest") ? "1" : url.group(2);
    String path = "dist/plotly" + bundle.toLowerCase(Locale.ROOT) + url.group(3);
    return new LibrarySource.Npm(List.of("plotly.js"), version, path, true);
  }
}
