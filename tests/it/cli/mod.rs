mod new_user;
mod policy;
mod served;
mod site_with_policies;
