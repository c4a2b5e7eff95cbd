// The table of actions that change or destroy a resource. Source: AWS Service Authorization
// Reference, actions that take the resource's own ARN. What only stops, drains or empties counts as
// a change, unless little is left of the use.
#include "models/access/actions.h"

#include <algorithm>
#include <array>

#include "models/access/arn.h"

namespace outcast::access {
namespace {

constexpr std::array table{
    ResourceKind{"acm", "certificate", "ImportCertificate UpdateCertificateOptions",
                 "DeleteCertificate"},
    ResourceKind{"aoss", "collection", "UpdateCollection", "DeleteCollection"},
    ResourceKind{"apigateway", "apis", "PATCH", "DELETE"},
    ResourceKind{"apigateway", "restapis", "PATCH PUT UpdateRestApiPolicy", "DELETE"},
    ResourceKind{"autoscaling", "autoScalingGroup",
                 "UpdateAutoScalingGroup SetDesiredCapacity SuspendProcesses DetachInstances "
                 "StartInstanceRefresh "
                 "DetachLoadBalancerTargetGroups TerminateInstanceInAutoScalingGroup",
                 "DeleteAutoScalingGroup"},
    ResourceKind{
        "cloudformation", "stack",
        "UpdateStack ExecuteChangeSet SetStackPolicy RollbackStack UpdateTerminationProtection",
        "DeleteStack"},
    ResourceKind{"cloudformation", "stackset", "UpdateStackSet UpdateStackInstances",
                 "DeleteStackSet DeleteStackInstances"},
    ResourceKind{"cloudfront", "distribution", "UpdateDistribution", "DeleteDistribution"},
    ResourceKind{"cloudwatch", "alarm",
                 "PutMetricAlarm PutCompositeAlarm DisableAlarmActions SetAlarmState",
                 "DeleteAlarms"},
    ResourceKind{"cloudwatch", "dashboard", "PutDashboard", "DeleteDashboards"},
    ResourceKind{"cognito-identity", "identitypool", "UpdateIdentityPool", "DeleteIdentityPool"},
    ResourceKind{"cognito-idp", "userpool",
                 "UpdateUserPool UpdateUserPoolClient DeleteUserPoolClient DeleteUserPoolDomain "
                 "SetUserPoolMfaConfig",
                 "DeleteUserPool"},
    ResourceKind{"dynamodb", "global-table", "UpdateGlobalTable UpdateGlobalTableSettings", ""},
    ResourceKind{"dynamodb", "table",
                 "UpdateTable UpdateTimeToLive UpdateContinuousBackups "
                 "UpdateTableReplicaAutoScaling PutResourcePolicy "
                 "DeleteTableReplica",
                 "DeleteTable"},
    ResourceKind{
        "ec2", "instance",
        "ModifyInstanceAttribute StopInstances RebootInstances DetachVolume DetachNetworkInterface",
        "TerminateInstances"},
    ResourceKind{"ec2", "internet-gateway", "AttachInternetGateway",
                 "DeleteInternetGateway DetachInternetGateway"},
    ResourceKind{"ec2", "launch-template", "ModifyLaunchTemplate CreateLaunchTemplateVersion",
                 "DeleteLaunchTemplate"},
    ResourceKind{"ec2", "natgateway", "DisassociateNatGatewayAddress", "DeleteNatGateway"},
    ResourceKind{"ec2", "route-table",
                 "CreateRoute ReplaceRoute DeleteRoute DisassociateRouteTable", "DeleteRouteTable"},
    ResourceKind{
        "ec2", "security-group",
        "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress "
        "RevokeSecurityGroupEgress ModifySecurityGroupRules",
        "DeleteSecurityGroup"},
    ResourceKind{"ec2", "subnet", "ModifySubnetAttribute DisassociateRouteTable", "DeleteSubnet"},
    ResourceKind{"ec2", "transit-gateway", "ModifyTransitGateway", "DeleteTransitGateway"},
    ResourceKind{"ec2", "volume", "ModifyVolume DetachVolume", "DeleteVolume"},
    ResourceKind{"ec2", "vpc", "ModifyVpcAttribute DetachInternetGateway DetachVpnGateway",
                 "DeleteVpc"},
    ResourceKind{"ec2", "vpc-endpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"},
    ResourceKind{"ecr", "repository", "PutLifecyclePolicy SetRepositoryPolicy BatchDeleteImage",
                 "DeleteRepository"},
    ResourceKind{"ecs", "cluster",
                 "UpdateCluster UpdateClusterSettings PutClusterCapacityProviders",
                 "DeleteCluster"},
    ResourceKind{"ecs", "service", "UpdateService UpdateServicePrimaryTaskSet", "DeleteService"},
    ResourceKind{"eks", "cluster", "UpdateClusterConfig UpdateClusterVersion", "DeleteCluster"},
    ResourceKind{"eks", "nodegroup", "UpdateNodegroupConfig UpdateNodegroupVersion",
                 "DeleteNodegroup"},
    ResourceKind{"elasticache", "cluster", "ModifyCacheCluster RebootCacheCluster",
                 "DeleteCacheCluster"},
    ResourceKind{"elasticache", "replicationgroup",
                 "ModifyReplicationGroup ModifyReplicationGroupShardConfiguration "
                 "DecreaseReplicaCount TestFailover",
                 "DeleteReplicationGroup"},
    ResourceKind{"elasticache", "serverlesscache", "ModifyServerlessCache",
                 "DeleteServerlessCache"},
    ResourceKind{"elasticbeanstalk", "environment",
                 "UpdateEnvironment RebuildEnvironment SwapEnvironmentCNAMEs",
                 "TerminateEnvironment"},
    ResourceKind{"elasticfilesystem", "file-system",
                 "UpdateFileSystem PutFileSystemPolicy DeleteMountTarget", "DeleteFileSystem"},
    ResourceKind{
        "elasticloadbalancing", "loadbalancer",
        "ModifyLoadBalancerAttributes SetSubnets SetSecurityGroups DeleteLoadBalancerListeners",
        "DeleteLoadBalancer"},
    ResourceKind{"elasticloadbalancing", "targetgroup",
                 "ModifyTargetGroup ModifyTargetGroupAttributes DeregisterTargets",
                 "DeleteTargetGroup"},
    ResourceKind{"es", "domain", "UpdateDomainConfig UpgradeDomain", "DeleteDomain"},
    ResourceKind{"events", "event-bus", "UpdateEventBus", "DeleteEventBus"},
    ResourceKind{"events", "rule", "PutRule DisableRule PutTargets RemoveTargets", "DeleteRule"},
    ResourceKind{"firehose", "deliverystream", "UpdateDestination", "DeleteDeliveryStream"},
    ResourceKind{"iam", "group",
                 "PutGroupPolicy AttachGroupPolicy DetachGroupPolicy DeleteGroupPolicy",
                 "DeleteGroup"},
    ResourceKind{"iam", "instance-profile",
                 "RemoveRoleFromInstanceProfile AddRoleToInstanceProfile", "DeleteInstanceProfile"},
    ResourceKind{"iam", "policy", "CreatePolicyVersion SetDefaultPolicyVersion DeletePolicyVersion",
                 "DeletePolicy"},
    ResourceKind{"iam", "role",
                 "PutRolePolicy AttachRolePolicy DetachRolePolicy DeleteRolePolicy "
                 "UpdateAssumeRolePolicy UpdateRole "
                 "PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
                 "DeleteRole"},
    ResourceKind{"iam", "user",
                 "PutUserPolicy AttachUserPolicy DetachUserPolicy DeleteUserPolicy DeleteAccessKey "
                 "UpdateAccessKey",
                 "DeleteUser"},
    ResourceKind{"kafka", "cluster",
                 "UpdateClusterConfiguration UpdateBrokerCount UpdateBrokerType RebootBroker",
                 "DeleteCluster"},
    ResourceKind{"kinesis", "stream",
                 "UpdateStreamWarmThroughput MergeShards SplitShard DecreaseStreamRetentionPeriod",
                 "DeleteStream"},
    ResourceKind{"kms", "key", "PutKeyPolicy RevokeGrant UpdateAlias DeleteAlias",
                 "ScheduleKeyDeletion DisableKey DeleteImportedKeyMaterial"},
    ResourceKind{"lambda", "function",
                 "UpdateFunctionCode UpdateFunctionConfiguration UpdateAlias "
                 "PutFunctionConcurrency RemovePermission",
                 "DeleteFunction"},
    ResourceKind{"logs", "log-group",
                 "PutRetentionPolicy PutSubscriptionFilter DeleteSubscriptionFilter",
                 "DeleteLogGroup"},
    ResourceKind{"memorydb", "cluster", "UpdateCluster FailoverShard", "DeleteCluster"},
    ResourceKind{"mq", "broker", "UpdateBroker RebootBroker", "DeleteBroker"},
    ResourceKind{"organizations", "account", "MoveAccount AttachPolicy DetachPolicy",
                 "CloseAccount RemoveAccountFromOrganization"},
    ResourceKind{"rds", "cluster",
                 "ModifyDBCluster StopDBCluster RebootDBCluster FailoverDBCluster",
                 "DeleteDBCluster"},
    ResourceKind{"rds", "db", "ModifyDBInstance StopDBInstance RebootDBInstance",
                 "DeleteDBInstance"},
    ResourceKind{"rds", "global-cluster",
                 "ModifyGlobalCluster FailoverGlobalCluster RemoveFromGlobalCluster",
                 "DeleteGlobalCluster"},
    ResourceKind{"redshift", "cluster", "ModifyCluster PauseCluster RebootCluster ResizeCluster",
                 "DeleteCluster"},
    ResourceKind{"route53", "healthcheck", "UpdateHealthCheck", "DeleteHealthCheck"},
    // A change of record sets can delete every record, which is all there is to lose.
    ResourceKind{"route53", "hostedzone", "ChangeResourceRecordSets",
                 "DeleteHostedZone ChangeResourceRecordSets"},
    // A bucket's objects have ARNs of their own, told apart by the slash.
    ResourceKind{"s3", "",
                 "PutBucketPolicy DeleteBucketPolicy PutLifecycleConfiguration PutBucketVersioning",
                 "DeleteBucket"},
    ResourceKind{"s3", "object", "PutObject", "DeleteObject DeleteObjectVersion"},
    ResourceKind{"secretsmanager", "secret",
                 "PutSecretValue UpdateSecret RotateSecret PutResourcePolicy", "DeleteSecret"},
    ResourceKind{"sns", "", "SetTopicAttributes AddPermission RemovePermission", "DeleteTopic"},
    ResourceKind{"sqs", "", "SetQueueAttributes AddPermission RemovePermission",
                 "DeleteQueue PurgeQueue"},
    ResourceKind{"ssm", "parameter", "PutParameter LabelParameterVersion",
                 "DeleteParameter DeleteParameters"},
    ResourceKind{"states", "stateMachine", "UpdateStateMachine UpdateStateMachineAlias",
                 "DeleteStateMachine"},
};

std::string kind_word(const Arn& arn) {
  const bool is_object = arn.service == "s3" && arn.resource.find('/') != std::string::npos;
  return is_object ? "object" : resource_type(arn);
}

std::vector<std::string> spelled_out(std::string_view service, std::string_view names) {
  std::vector<std::string> out;
  while (!names.empty()) {
    const auto space = names.find(' ');
    out.push_back(std::string(service) + ":" + std::string(names.substr(0, space)));
    names = space == std::string_view::npos ? std::string_view{} : names.substr(space + 1);
  }
  return out;
}

}  // namespace

std::span<const ResourceKind> resource_kinds() { return table; }

Actions default_actions(std::string_view text) {
  const auto arn = arn_of(text);
  if (!arn) return {};
  const auto found =
      std::ranges::find_if(table, [word = kind_word(*arn), &arn](const ResourceKind& kind) {
        return kind.service == arn->service && kind.type == word;
      });
  if (found == table.end()) return {};
  return {spelled_out(found->service, found->modify), spelled_out(found->service, found->destroy)};
}

}  // namespace outcast::access
