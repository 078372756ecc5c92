package io.mycel.plugins.internal.library;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What content networks call libraries that have another name at npm. */
final class CdnNames {
  private static final Map<String, String> NPM =
      Map.ofEntries(
          Map.entry("angularjs", "angular"),
          Map.entry("jqueryui", "jquery-ui-dist"),
          Map.entry("threejs", "three"),
          Map.entry("three.js", "three"),
          Map.entry("socket.io", "socket.io-client"),
          Map.entry("twitter-bootstrap", "bootstrap"),
          Map.entry("materialize", "materialize-css"),
          Map.entry("tensorflow", "@tensorflow/tfjs"),
          Map.entry("webcomponentsjs", "@webcomponents/webcomponentsjs"),
          Map.entry("openlayers", "ol"),
          Map.entry("semantic-ui", "semantic-ui-css"),
          Map.entry("font-awesome", "@fortawesome/fontawesome-free"),
          Map.entry("filesaver.js", "file-saver"),
          Map.entry("FileSaver.js", "file-saver"),
          Map.entry("Chart.js", "chart.js"),
          Map.entry("PapaParse", "papaparse"),
          Map.entry("ace", "ace-builds"),
          Map.entry("hammer.js", "hammerjs"));

  private CdnNames() {}

  /** The names that a library may have at npm, the likeliest first. */
  static List<String> npm(String library) {
    Set<String> names = new LinkedHashSet<>();
    if (NPM.containsKey(library)) {
      names.add(NPM.get(library));
    }
    names.add(library);
    String small = library.toLowerCase(Locale.ROOT);
    names.add(small);
    names.add(small.endsWith(".js") ? small.substring(0, small.length() - 3) : small + ".js");
    return new ArrayList<>(names);
  }
}
