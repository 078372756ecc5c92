package io.mycel.itest.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client library of one release, as users install it, and how it is driven. */
enum Client {
  A_PY059("A-py059", Language.PYTHON, false, "imjoy-rpc==0.5.59", "websockets==13.1"),
  A_PY056("A-py056", Language.PYTHON, false, "imjoy-rpc==0.5.6", "websockets==13.1"),
  A_PY059_SYNC("A-py059-sync", Language.PYTHON, true, "imjoy-rpc==0.5.59", "websockets==13.1"),
  A_JS059("A-js059", Language.JAVASCRIPT, false, "imjoy-rpc@0.5.59", "ws@8.18.0"),
  A_JS0509("A-js0509", Language.JAVASCRIPT, false, "imjoy-rpc@0.5.9", "ws@8.18.0"),
  B_PY("B-py", Language.PYTHON, false, "hypha-rpc==0.21.47", "websockets==15.0.1"),
  B_PY_SYNC("B-py-sync", Language.PYTHON, true, "hypha-rpc==0.21.47", "websockets==15.0.1"),
  B_JS("B-js", Language.JAVASCRIPT, false, "hypha-rpc@0.21.40", "ws@8.18.0");

  /** What runs the library. */
  enum Language {
    PYTHON("py"),
    JAVASCRIPT("js");

    final String key;

    Language(String key) {
      this.key = key;
    }
  }

  /** The name in tests and in the tables of expectations: generation, language and release. */
  final String id;

  final Language language;

  /** Whether the library's synchronous wrapper is driven; such a client only consumes. */
  final boolean synchronous;

  /** What pip or npm installs, with exact versions. */
  final List<String> packages;

  Client(String id, Language language, boolean synchronous, String... packages) {
    this.id = id;
    this.language = language;
    this.synchronous = synchronous;
    this.packages = List.of(packages);
  }

  /** Whether this is the generation of hypha-rpc (B); else it is that of imjoy-rpc (A). */
  boolean generationB() {
    return id.startsWith("B");
  }

  /** The folder of the installation; a synchronous wrapper shares that of its library. */
  String folder() {
    return packages.get(0).replaceAll("[=@]+", "-") + "-" + language.key;
  }

  /** The program that drives this library and its arguments after the script. */
  List<String> driver() {
    String family = generationB() ? "hypha" : "imjoy";
    List<String> driver = new ArrayList<>();
    driver.add(family + (language == Language.PYTHON ? ".py" : ".mjs"));
    if (synchronous) {
      driver.add("sync");
    }
    return driver;
  }

  /**
   * The Jupyter kernel that pip installs beside the library, with exact versions: for generation A
   * the last of the line that most installations of its time have, for generation B today's where
   * the Python is new enough for it.
   */
  List<String> kernel() {
    List<String> older = List.of("ipykernel==6.29.5", "jupyter_client==8.6.3");
    if (!generationB()) {
      return older;
    }
    List<String> kernel = new ArrayList<>();
    older.forEach(p -> kernel.add(p + "; python_version < '3.10'"));
    kernel.add("ipykernel==7.4.0; python_version >= '3.10'");
    kernel.add("jupyter_client==8.10.0; python_version >= '3.10'");
    return kernel;
  }

  static List<Client> providers() {
    return Arrays.stream(values()).filter(c -> !c.synchronous).toList();
  }

  @Override
  public String toString() {
    return id;
  }
}
