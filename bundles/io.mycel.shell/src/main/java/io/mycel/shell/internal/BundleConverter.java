package io.mycel.shell.internal;

import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets people name a bundle where a command of Gogo wants one: by its id, or by its symbolic name,
 * which means the newest version. Gogo itself has this only in its own shell.
 */
@Component(
    service = Converter.class,
    property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public class BundleConverter implements Converter {
  private final BundleContext context;

  /** For the bundles of the framework. */
  @Activate
  public BundleConverter(BundleContext context) {
    this.context = context;
  }

  @Override
  public Object convert(Class<?> desiredType, Object in) {
    if (desiredType != Bundle.class) {
      return null;
    }
    String text = String.valueOf(in);
    boolean isId = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(this::isDigit);
    if (isId) {
      return context.getBundle(Long.parseLong(text));
    }
    return Stream.of(context.getBundles())
        .filter(bundle -> text.equals(bundle.getSymbolicName()))
        .max(Comparator.comparing(Bundle::getVersion))
        .orElse(null);
  }

  private boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public CharSequence format(Object target, int level, Converter escape) {
    return target instanceof Bundle bundle
        ? bundle.getSymbolicName() + " " + bundle.getVersion() + " [" + bundle.getBundleId() + "]"
        : null;
  }
}
