package woad.identity.signin;

import java.util.List;
import java.util.Locale;
import woad.platform.web.WebRequest;

/** What the pages say, in French and English. */
record Texts(String language, String signIn, String toContinue, String name, String namePlaceholder, String password, String newPassword, String next,
             String cancel, String pickAccount, String continueAs, String otherAccount, String deviceTitle, String deviceHint, String code,
             String confirmTitle, String confirmQuestion, String confirmWarning, String requestedFrom, String approve, String done, String doneHint,
             String declined, String declinedHint, String wrongCode, String wrongCredentials, String locked, String disabled, String mustChange,
             String weakPassword, String problem, String continueButton, String signedOut, String signedOutHint) {

    private static final Texts ENGLISH = new Texts("en", "Sign in", "to continue to %s", "Account", "name@contoso.example", "Password", "New password", "Sign in",
            "Cancel", "Pick an account", "Continue as %s", "Use another account", "Enter code", "Enter the code that the other device or program shows.", "Code",
            "Is it you?", "Are you trying to sign in to %s as %s?", "Only continue if you started this sign-in yourself. Nobody should have sent you this code.",
            "Requested from the address %s", "Continue", "You are signed in", "Close this window and go back to the other device or program.",
            "Sign-in declined", "The other device or program gets no access.", "That code is not right, or it has expired.",
            "The account or the password is not right.", "Too many attempts. Wait a little and try again.", "This account is disabled. Ask your administrator.",
            "Your password must be changed. Choose a new one.", "The new password is too simple: 8 or more characters, of at least three kinds.",
            "Sign-in is not possible", "Continue", "You are signed out", "You can close this window.");

    private static final Texts FRENCH = new Texts("fr", "Connexion", "pour continuer vers %s", "Compte", "nom@contoso.example", "Mot de passe", "Nouveau mot de passe", "Se connecter",
            "Annuler", "Choisir un compte", "Continuer en tant que %s", "Utiliser un autre compte", "Saisir le code", "Saisissez le code affiché par l’autre appareil ou programme.", "Code",
            "Est-ce bien vous ?", "Essayez-vous de vous connecter à %s avec le compte %s ?", "Ne continuez que si vous avez lancé cette connexion vous-même. Personne n’aurait dû vous envoyer ce code.",
            "Demandé depuis l’adresse %s", "Continuer", "Vous êtes connecté", "Fermez cette fenêtre et revenez à l’autre appareil ou programme.",
            "Connexion refusée", "L’autre appareil ou programme n’obtient aucun accès.", "Ce code est incorrect ou a expiré.",
            "Le compte ou le mot de passe est incorrect.", "Trop de tentatives. Patientez un peu, puis réessayez.", "Ce compte est désactivé. Adressez-vous à votre administrateur.",
            "Votre mot de passe doit être changé. Choisissez-en un nouveau.", "Le nouveau mot de passe est trop simple : 8 caractères ou plus, d’au moins trois sortes.",
            "La connexion est impossible", "Continuer", "Vous êtes déconnecté", "Vous pouvez fermer cette fenêtre.");

    /** The language that the browser prefers; English where it asks for neither. */
    static Texts of(WebRequest request) {
        String header = request.header("accept-language").orElse("en");
        try {
            String language = Locale.lookupTag(Locale.LanguageRange.parse(header), List.of("fr", "en"));
            return "fr".equals(language) ? FRENCH : ENGLISH;
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
    }
}
