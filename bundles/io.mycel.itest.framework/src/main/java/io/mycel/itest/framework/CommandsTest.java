package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;

/** The commands of Mycel in Gogo. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
class CommandsTest {
  @InjectBundleContext BundleContext context;

  private static Object run(CommandProcessor processor, String command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CommandSession session =
        processor.createSession(InputStream.nullInputStream(), out, out)) {
      return session.execute(command);
    }
  }

  @Test
  void commandsAreRegisteredAndAskTheHub(@InjectService(timeout = 10_000) CommandProcessor gogo)
      throws Exception {
    Set<String> names = new TreeSet<>();
    for (ServiceReference<?> reference :
        context.getAllServiceReferences(null, "(osgi.command.scope=mycel)")) {
      Object functions = reference.getProperty("osgi.command.function");
      names.addAll(functions instanceof String one ? Set.of(one) : Set.of((String[]) functions));
    }
    assertEquals(
        Set.of(
            "clients",
            "services",
            "workspaces",
            "plugins",
            "plugin-log",
            "plugin-install",
            "plugin-start",
            "plugin-stop",
            "plugin-remove"),
        names);
    String workspaces = String.valueOf(run(gogo, "mycel:workspaces public"));
    assertTrue(workspaces.contains("Services for everybody"), workspaces);
  }

  @Test
  void shellIsStoppedAndStartedWithoutAWordToOthers(
      @InjectService(timeout = 10_000) CommandProcessor gogo) throws Exception {
    Bundle shell = null;
    Set<String> others = new TreeSet<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getSymbolicName().equals("io.mycel.shell")) {
        shell = bundle;
      } else {
        others.add(bundle.getSymbolicName() + bundle.getState());
      }
    }
    shell.stop();
    Set<String> left = new TreeSet<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle != shell) {
        left.add(bundle.getSymbolicName() + bundle.getState());
      }
    }
    assertEquals(others, left);
    assertEquals(
        0, context.getAllServiceReferences(null, "(osgi.command.scope=mycel)") == null ? 0 : 1);
    shell.start();
    assertTrue(String.valueOf(run(gogo, "mycel:clients")).startsWith("CLIENT"));
  }
}
