package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.hotcut.core.api.StatusSource;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What the design says of bundles holds for those that are installed. */
public class ResolvesIT extends HotcutContainer {

    private static final Duration SETTLED = Duration.ofSeconds(180);

    @Inject
    private ServiceComponentRuntime components;
    @Inject
    private ConfigurationAdmin configurations;

    @Test
    public void everyBundleIsActiveAndEveryFragmentResolved() {
        await().atMost(SETTLED).untilAsserted(() -> assertEquals(List.of(),
                bundles().filter(bundle -> bundle.getState() != wantedState(bundle)).map(Bundle::getSymbolicName).collect(Collectors.toList())));
    }

    @Test
    public void everyComponentIsSatisfied() {
        await().atMost(SETTLED).untilAsserted(() -> assertEquals(List.of(), unsatisfied()));
    }

    @Test
    public void everyBundleOfOursSaysOfWhichKindItIs() {
        assertEquals(List.of(), ours()
                .filter(bundle -> !List.of("api", "state", "behaviour", "library").contains(String.valueOf(role(bundle))))
                .map(Bundle::getSymbolicName).collect(Collectors.toList()));
    }

    @Test
    public void stateAndBehaviourExportNothing() {
        assertEquals(List.of(), ours().filter(ResolvesIT::isSwappable)
                .flatMap(bundle -> wiring(bundle).getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .map(Object::toString).collect(Collectors.toList()));
    }

    @Test
    public void stateAndBehaviourImportFromContractsAndLibrariesOnly() {
        assertEquals(List.of(), ours().filter(ResolvesIT::isSwappable)
                .flatMap(bundle -> wiring(bundle).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(wire -> isSwappable(wire.getProvider().getBundle()))
                .map(BundleWire::toString).collect(Collectors.toList()));
    }

    @Test
    public void noStateBundleIsRefreshedByWhatSomebodyInstalls() {
        assertEquals(List.of(), ours().filter(bundle -> "state".equals(role(bundle)))
                .filter(bundle -> bundle.getHeaders().get(Constants.DYNAMICIMPORT_PACKAGE) != null
                        || String.valueOf(bundle.getHeaders().get(Constants.IMPORT_PACKAGE)).contains("resolution:=optional"))
                .map(Bundle::getSymbolicName).collect(Collectors.toList()));
    }

    /** The contract's clause on a quick leave holds by construction: no component of a behaviour bundle does anything when it leaves. */
    @Test
    public void behaviourLeavesAtOnce() {
        Bundle[] behaviour = ours().filter(bundle -> "behaviour".equals(role(bundle))).toArray(Bundle[]::new);
        assertEquals(List.of(), components.getComponentDescriptionDTOs(behaviour).stream()
                .filter(this::hasDeactivate).map(component -> component.name).collect(Collectors.toList()));
    }

    /** The runtime names a method even where none was given: the class decides. */
    private boolean hasDeactivate(ComponentDescriptionDTO component) {
        try {
            Class<?> type = context.getBundle(component.bundle.id).loadClass(component.implementationClass);
            return Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.getName().equals(component.deactivate));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void nothingWaitsForARefresh() {
        assertEquals(List.of(), new ArrayList<>(context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class).getRemovalPendingBundles()));
    }

    @Test
    public void thereIsNoBlueprint() {
        assertEquals(List.of(), bundles().map(Bundle::getSymbolicName).filter(name -> name.contains("blueprint")).collect(Collectors.toList()));
    }

    @Test
    public void eachLibraryIsThereOnce() {
        List<String> names = bundles().map(Bundle::getSymbolicName).sorted().collect(Collectors.toList());
        assertEquals(names.stream().distinct().collect(Collectors.toList()), names);
    }

    @Test
    public void everySettingStandsInTheFileOfItsBundleWithItsDefault() throws Exception {
        List<Settings> declared = Settings.declared(ours());
        assertTrue("too few: " + declared, declared.size() >= 10);
        for (Settings one : declared) {
            assertEquals(one.pid(), one.defaults().keySet(), one.written().keySet());
            if (!one.factory()) {
                assertEquals(one.pid(), one.defaults(), one.written());
            }
        }
    }

    /** Commands and an editor change the same files, many times a second; what was wanted last is in force and in the file, and stays so when file install has looked twice more. */
    @Test
    public void noChangeOfASettingIsLostHoweverQuicklyTheNextOneFollows() throws Exception {
        try (ManyFiles files = new ManyFiles(configurations)) {
            files.awaitRead();
            for (int round = 1; round <= Integer.getInteger("hotcut.rounds", 1); round++) {
                files.change(round);
                files.awaitInForce(round);
            }
        }
    }

    /** What was in force holds on, and who looks is told; without that each of these components were gone, and what it does with it. */
    @Test
    public void noValueThatCannotBeReadTakesAnythingOutOfService() throws Exception {
        List<Settings> declared = Settings.declared(ours()).stream().filter(one -> !one.factory()).collect(Collectors.toList());
        List<String> wrong = new ArrayList<>();
        for (Settings one : declared) {
            Map<String, Object> read = configured(one.pid());
            one.defaults().forEach((key, standard) -> {
                if (standard.matches("-?[0-9]+|true|false")) {
                    read.put(key, "1o0");
                    wrong.add(key + " = 1o0 is ");
                }
            });
            change(one.pid(), read);
        }
        assertTrue("too few: " + wrong, wrong.size() >= 80);
        String faults = await().atMost(SETTLED).until(this::fault, fault -> wrong.stream().allMatch(fault::contains));
        assertFalse(faults, faults.contains("no setting"));
        assertEquals(List.of(), unsatisfied());
        for (Settings one : declared) {
            Map<String, Object> read = configured(one.pid());
            read.replaceAll((key, value) -> value.equals("1o0") ? one.defaults().get(key) : value);
            change(one.pid(), read);
        }
        await().atMost(SETTLED).until(this::fault, ""::equals);
        assertEquals(List.of(), unsatisfied());
    }

    private Map<String, Object> configured(String pid) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        Dictionary<String, Object> properties = configurations.getConfiguration(pid, "?").getProperties();
        Collections.list(properties.keys()).forEach(key -> all.put(key, properties.get(key)));
        return all;
    }

    private void change(String pid, Map<String, Object> wanted) throws IOException {
        configurations.getConfiguration(pid, "?").update(new Hashtable<>(wanted));
    }

    /** Returns what the bundle settings says is wrong. */
    private String fault() throws InvalidSyntaxException {
        ServiceReference<StatusSource> source = context.getServiceReferences(StatusSource.class, "(hotcut.name=settings)").iterator().next();
        return String.valueOf(context.getService(source).status().getOrDefault("fault", ""));
    }

    private List<String> unsatisfied() {
        List<String> names = new ArrayList<>();
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO component : components.getComponentConfigurationDTOs(description)) {
                if (component.state != ComponentConfigurationDTO.ACTIVE && component.state != ComponentConfigurationDTO.SATISFIED) {
                    names.add(description.name + " lacks " + Arrays.stream(component.unsatisfiedReferences).map(reference -> reference.name)
                            .collect(Collectors.joining(", ")));
                }
            }
        }
        return names;
    }

    private Stream<Bundle> bundles() {
        return Arrays.stream(context.getBundles());
    }

    private Stream<Bundle> ours() {
        return bundles().filter(bundle -> bundle.getSymbolicName().startsWith("org.hotcut."));
    }

    private static boolean isSwappable(Bundle bundle) {
        return List.of("state", "behaviour").contains(String.valueOf(role(bundle)));
    }

    private static String role(Bundle bundle) {
        return bundle.getHeaders().get("Hotcut-Role");
    }

    private static BundleWiring wiring(Bundle bundle) {
        return bundle.adapt(BundleWiring.class);
    }

    private static int wantedState(Bundle bundle) {
        boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        return fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
    }
}
