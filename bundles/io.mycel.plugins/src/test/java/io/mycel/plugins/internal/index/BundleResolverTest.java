package io.mycel.plugins.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.testing.Jars;
import java.util.List;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.junit.jupiter.api.Test;

class BundleResolverTest {
  private static final BundleResource PLUGIN =
      HeaderResource.of(
          Jars.headers(
              "Bundle-SymbolicName: p;singleton:=true",
              "Import-Package: a;version=\"[1.0,2)\",gone;resolution:=optional"));

  private static BundleResource bundle(String name, String... lines) {
    String[] all = new String[lines.length + 1];
    System.arraycopy(lines, 0, all, 1, lines.length);
    all[0] = "Bundle-SymbolicName: " + name;
    return HeaderResource.of(Jars.headers(all));
  }

  private static BundleResolver resolver(BundleResource... installed) {
    return new BundleResolver(
        new ResolverImpl(new Logger(0), Runnable::run), () -> List.of(installed));
  }

  private static List<String> needed(
      BundleResolver resolver, BundleResource bundle, BundleResource... offered) throws Exception {
    return resolver.resolve(bundle, List.of(offered)).stream()
        .map(BundleResource::toString)
        .toList();
  }

  @Test
  void theNewestThatFitsIsTakenWithWhatItNeedsItself() throws Exception {
    BundleResource old = bundle("old", "Export-Package: a;version=1.0");
    BundleResource fits =
        bundle(
            "fits",
            "Bundle-Version: 1.5",
            "Export-Package: x,a;version=1.5;uses:=\"b\"",
            "Import-Package: b",
            "Require-Capability: ns;filter:=\"(&(ns=c)(level>=2))\"");
    BundleResource tooNew = bundle("new", "Export-Package: a;version=2.0");
    BundleResource b = bundle("b", "Export-Package: b");
    BundleResource c = bundle("c", "Provide-Capability: ns;ns=c;level:Long=3");
    assertEquals(
        List.of("b 1.0.0", "c 1.0.0", "fits 1.5.0"),
        needed(resolver(), PLUGIN, old, tooNew, fits, b, c));
  }

  @Test
  void whatIsInstalledIsNotTakenAgain() throws Exception {
    BundleResource installed = bundle("installed", "Export-Package: a;version=1.0");
    BundleResource offered = bundle("offered", "Export-Package: a;version=1.9");
    assertEquals(List.of(), needed(resolver(installed), PLUGIN, offered));
  }

  @Test
  void requiredBundlesAreFoundToo() throws Exception {
    BundleResource plugin = bundle("q", "Require-Bundle: lib;bundle-version=\"[1,2)\"");
    BundleResource one = bundle("lib", "Bundle-Version: 1.1");
    BundleResource two = bundle("lib", "Bundle-Version: 2.1");
    assertEquals(List.of("lib 1.1.0"), needed(resolver(), plugin, two, one));
  }

  @Test
  void whatIsMissingIsNamed() {
    String message =
        assertThrows(
                BundleResolver.MissingException.class,
                () -> resolver().resolve(PLUGIN, List.of(bundle("x", "Export-Package: other"))))
            .getMessage();
    assertTrue(message.startsWith("the bundle p 1.0.0 needs what is neither installed"), message);
    assertTrue(message.contains("(osgi.wiring.package=a)"), message);
    assertTrue(!message.contains("gone"), message);
  }

  @Test
  void whatOnlyMattersAtRunTimeIsNotAskedFor() throws Exception {
    BundleResource plugin =
        bundle("q", "Require-Capability: osgi.service;filter:=\"(x=y)\";effective:=active");
    assertEquals(List.of(), needed(resolver(), plugin));
  }

  @Test
  void headersThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> bundle("x", "Import-Package: a;v=\"1"));
    assertThrows(
        IllegalArgumentException.class, () -> bundle("x", "Import-Package: a;version=\"[1\""));
  }
}
