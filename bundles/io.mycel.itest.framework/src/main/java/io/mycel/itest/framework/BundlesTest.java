package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.Listener;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;

/** What every bundle of the product keeps to. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
class BundlesTest {
  private static final Set<String> PRODUCT =
      Set.of(
          "io.mycel.api",
          "io.mycel.rpc",
          "io.mycel.hub",
          "io.mycel.transport.jetty",
          "io.mycel.apps",
          "io.mycel.http",
          "io.mycel.api.plugin",
          "io.mycel.plugins",
          "io.mycel.shell",
          "io.mycel.js",
          "io.mycel.js.engine");

  /**
   * The contracts beside the API: how programs that are not the hub get an engine of RPC, and how
   * {@code io.mycel.js} gets one of JavaScript.
   */
  private static final List<String> ENGINES = List.of("io.mycel.js.engine", "io.mycel.rpc");

  @InjectBundleContext BundleContext context;

  private List<Bundle> ours() {
    return Stream.of(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().startsWith("io.mycel."))
        .filter(bundle -> !bundle.getSymbolicName().startsWith("io.mycel.itest."))
        .toList();
  }

  @Test
  void frameworkIsTheOneThatTheRunFileNames() {
    assertEquals(
        System.getProperty("mycel.itest.framework"), context.getBundle(0).getSymbolicName());
  }

  @Test
  void everyBundleIsThereAndActive() {
    Set<String> names = ours().stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
    assertEquals(Set.of(), missing(names));
    List<String> inactive =
        Stream.of(context.getBundles())
            .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
            .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
            .map(bundle -> bundle.getSymbolicName() + " in state " + bundle.getState())
            .toList();
    assertEquals(List.of(), inactive);
  }

  private static Set<String> missing(Set<String> names) {
    Set<String> missing = new TreeSet<>(PRODUCT);
    missing.removeAll(names);
    return missing;
  }

  @Test
  void everyComponentIsSatisfied(@InjectService(timeout = 10_000) ServiceComponentRuntime runtime) {
    List<String> unsatisfied = new ArrayList<>();
    Set<String> bundles = new TreeSet<>();
    for (ComponentDescriptionDTO component :
        runtime.getComponentDescriptionDTOs(ours().toArray(Bundle[]::new))) {
      bundles.add(component.bundle.symbolicName);
      for (ComponentConfigurationDTO each : runtime.getComponentConfigurationDTOs(component)) {
        if (each.state != ComponentConfigurationDTO.ACTIVE
            && each.state != ComponentConfigurationDTO.SATISFIED) {
          String references =
              Stream.of(each.unsatisfiedReferences).map(r -> r.name).toList().toString();
          unsatisfied.add(component.name + " in state " + each.state + ", lacks " + references);
        }
      }
    }
    assertEquals(List.of(), unsatisfied);
    Set<String> expected = new TreeSet<>(PRODUCT);
    expected.remove("io.mycel.api");
    expected.remove("io.mycel.api.plugin");
    assertEquals(expected, bundles);
  }

  @Test
  void onlyContractsAreExported() {
    List<String> exported =
        ours().stream()
            .flatMap(
                bundle ->
                    bundle
                        .adapt(BundleWiring.class)
                        .getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
                        .stream())
            .map(export -> export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
            .map(Object::toString)
            .sorted()
            .toList();
    assertTrue(exported.contains("io.mycel.api.rpc"), exported::toString);
    assertEquals(
        ENGINES, exported.stream().filter(name -> !name.startsWith("io.mycel.api.")).toList());
  }

  @Test
  void noBundleUsesInternalPackagesOfAnother() {
    List<String> uses =
        ours().stream()
            .flatMap(
                bundle ->
                    bundle
                        .adapt(BundleWiring.class)
                        .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
                        .stream())
            .filter(wire -> wire.getProvider().getSymbolicName().startsWith("io.mycel."))
            .map(
                wire ->
                    wire.getRequirer().getSymbolicName()
                        + " uses "
                        + wire.getCapability()
                            .getAttributes()
                            .get(PackageNamespace.PACKAGE_NAMESPACE))
            .toList();
    assertTrue(uses.contains("io.mycel.hub uses io.mycel.api.rpc"), uses::toString);
    assertEquals(
        List.of("io.mycel.js uses io.mycel.js.engine"),
        uses.stream().filter(use -> !use.contains(" uses io.mycel.api.")).toList());
    for (Bundle bundle : ours()) {
      // Nor may one load what it pleases.
      assertEquals(null, bundle.getHeaders("").get(Constants.DYNAMICIMPORT_PACKAGE));
      assertEquals(null, bundle.getHeaders("").get(Constants.REQUIRE_BUNDLE));
    }
  }

  @Test
  void listenerTellsThePortThatIsOpen(@InjectService(timeout = 10_000) Listener listener)
      throws IOException {
    URI uri = listener.uri().orElseThrow(() -> new AssertionError(listener.failure()));
    assertEquals("http", uri.getScheme());
    assertNotEquals(9000, uri.getPort(), "port 0 is configured");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      assertTrue(socket.isConnected());
    }
  }

  @Test
  void everyPartKnowsTheOthersAndSaysSo(@InjectService(timeout = 10_000) Listener listener)
      throws Exception {
    URI base = listener.uri().orElseThrow();
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<String> ready =
        client.send(
            HttpRequest.newBuilder(base.resolve("/health/readiness")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, ready.statusCode(), ready.body());
    HttpResponse<String> page =
        client.send(
            HttpRequest.newBuilder(base.resolve("/")).header("accept", "text/html").build(),
            HttpResponse.BodyHandlers.ofString());
    assertTrue(page.body().contains("curl '" + base), page.body());
  }

  @Test
  void frameworkHasThePropertiesOfTheProduct() {
    assertEquals("ext", context.getProperty("org.osgi.framework.bundle.parent"));
    List<String> delegated =
        Arrays.asList(context.getProperty("org.osgi.framework.bootdelegation").split(","));
    assertTrue(
        delegated.containsAll(List.of("sun.misc", "sun.nio.ch", "jdk.internal.*", "sun.*")),
        delegated::toString);
  }
}
