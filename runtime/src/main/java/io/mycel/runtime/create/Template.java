package io.mycel.runtime.create;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a new plugin consists of, by its type. */
enum Template {
  WEB_WORKER("web-worker", Language.JAVASCRIPT),
  WINDOW("window", Language.JAVASCRIPT),
  NATIVE_PYTHON("native-python", Language.PYTHON),
  WEB_PYTHON("web-python", Language.PYTHON),
  JAVA("java", Language.JAVA);

  private static final Pattern PLACEHOLDER = Pattern.compile("@\\{([a-z]+)}");

  private enum Language {
    JAVASCRIPT,
    PYTHON,
    JAVA
  }

  private final String type;
  private final Language language;

  Template(String type, Language language) {
    this.type = type;
    this.language = language;
  }

  /** As users write it, and plugins do. */
  String type() {
    return type;
  }

  static Optional<Template> of(String type) {
    return List.of(values()).stream().filter(each -> each.type.equals(type)).findFirst();
  }

  /** Whether it is compiled against the contracts of Mycel. */
  boolean needsContracts() {
    return language == Language.JAVA;
  }

  /** What tests it, in its folder. */
  String test() {
    return switch (language) {
      case JAVASCRIPT -> "npm test";
      case PYTHON -> "python3 -m unittest";
      case JAVA -> "mvn package";
    };
  }

  /**
   * Its files.
   *
   * @param version of this program
   * @return path to content
   */
  Map<String, String> files(PluginName name, String version) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", name.text());
    values.put("type", type);
    values.put("mycel", version);
    values.put("artifact", name.dashed());
    values.put("package", name.javaPackage());
    values.put("class", name.javaClass());
    values.put("api", this == WEB_PYTHON ? "imjoy" : "imjoy_rpc");
    Map<String, String> files = new LinkedHashMap<>();
    resources(name).forEach((path, resource) -> files.put(path, filled(resource, values)));
    return files;
  }

  private Map<String, String> resources(PluginName name) {
    Map<String, String> files = new LinkedHashMap<>();
    String plugin = name.text() + ".imjoy.html";
    switch (language) {
      case JAVASCRIPT -> {
        files.put(plugin, type + "/plugin.html");
        files.put("test/plugin.test.mjs", type + "/plugin.test.mjs");
        files.put("testing/api.mjs", "web-worker/api.mjs");
        files.put("package.json", "web-worker/package.json");
        files.put("README.md", "web-worker/README.md");
      }
      case PYTHON -> {
        files.put(plugin, "python/plugin.html");
        files.put("test_plugin.py", "python/test_plugin.py");
        files.put("stand_in.py", "python/stand_in.py");
        files.put("README.md", "python/README.md");
      }
      case JAVA -> {
        String folder = name.javaPackage().replace('.', '/') + "/" + name.javaClass();
        files.put("pom.xml", "java/pom.xml");
        files.put("bnd.bnd", "java/bnd.bnd");
        files.put(".gitignore", "java/gitignore");
        files.put("src/main/java/" + folder + ".java", "java/Plugin.java.txt");
        files.put("src/test/java/" + folder + "Test.java", "java/PluginTest.java.txt");
        files.put("README.md", "java/README.md");
      }
    }
    return files;
  }

  /** A resource with its placeholders filled. */
  private static String filled(String resource, Map<String, String> values) {
    String text;
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(resource + " in the jar of Mycel", e);
    }
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }
}
