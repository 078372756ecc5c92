package io.mycel.api.hub;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Starts what offers a service, when somebody asks for one that nobody offers: {@code
 * get_service("service@app")} of generation B, and {@code launch: true} of generation A. An OSGi
 * service; without one, such a service is not found.
 */
@ConsumerType
public interface ServiceLauncher {

  /**
   * Finds an app that runs, or starts it.
   *
   * @param user on whose behalf; what the user may start is for the launcher to decide
   * @param workspace where the app is installed and is to run
   * @param app its id or name; null for whichever offers the service
   * @param service id of the service that is waited for
   * @return address of the client that offers the service by now; fails with a {@link HubException}
   */
  CompletionStage<String> launch(User user, String workspace, String app, String service);
}
