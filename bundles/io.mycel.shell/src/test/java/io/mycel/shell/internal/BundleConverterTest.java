package io.mycel.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

class BundleConverterTest {
  private final Bundle old = bundle(1, "a.b", "1.0.0");
  private final Bundle young = bundle(2, "a.b", "1.10.0");
  private final Bundle other = bundle(3, "c", "9.0.0");
  private final BundleConverter converter = new BundleConverter(context(old, young, other));

  @Test
  void bundleIsFoundByItsIdOrByTheNameOfItsNewestVersion() {
    assertSame(old, converter.convert(Bundle.class, "1"));
    assertSame(young, converter.convert(Bundle.class, "a.b"));
  }

  @Test
  void whatIsNoBundleIsNull() {
    assertNull(converter.convert(Bundle.class, "4"));
    assertNull(converter.convert(Bundle.class, "nope"));
    assertNull(converter.convert(Bundle.class, "9".repeat(30)));
    assertNull(converter.convert(String.class, "1"));
    assertNull(converter.format("text", 0, converter));
  }

  @Test
  void bundleIsShownWithVersionAndId() {
    assertEquals("c 9.0.0 [3]", converter.format(other, 0, converter));
  }

  private static Bundle bundle(long id, String name, String version) {
    return fake(
        Bundle.class,
        (method, argument) ->
            switch (method) {
              case "getBundleId" -> id;
              case "getSymbolicName" -> name;
              case "getVersion" -> new Version(version);
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static BundleContext context(Bundle... bundles) {
    return fake(
        BundleContext.class,
        (method, argument) ->
            switch (method) {
              case "getBundles" -> bundles;
              case "getBundle" ->
                  List.of(bundles).stream()
                      .filter(bundle -> bundle.getBundleId() == (Long) argument)
                      .findFirst()
                      .orElse(null);
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private interface Answer {
    Object to(String method, Object argument);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> answer.to(method.getName(), args == null ? null : args[0])));
  }
}
